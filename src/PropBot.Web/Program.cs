using System.Collections;
using System.Globalization;
using PropBot.Trading.Settings;
using PropBot.Web.Startup;

// Machine texts are invariant everywhere; only what people read follows a language (architecture section 2).
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "", StringComparer.Ordinal);

var around = new ProcessSurroundings(environment, SolutionRoot.Above(AppContext.BaseDirectory), Environment.CurrentDirectory);
switch (SettingsReader.Read(around.Environment, around.SolutionRoot, around.WorkingDirectory))
{
    case SettingsResult.Ready ready when OperatorsCommand.IsMeant(args):
        return await OperatorsCommand.Run(args, ready.Host, TimeProvider.System, Console.Out);
    case SettingsResult.Ready ready:
        return await new DeskProcess(ready, around, TimeProvider.System, Console.Out).Run(args);
    case SettingsResult.Refused refused:
        Greeting.Refuse(Console.Out, refused);
        return 1;
    default:
        throw new InvalidOperationException("settings are ready or refused");
}
