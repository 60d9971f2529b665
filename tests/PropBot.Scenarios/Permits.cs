using PropBot.Testing.Desks;
using PropBot.Trading.Control;

namespace PropBot.Scenarios;

/// <summary>Plays the workflow's part: an approved loosening as a row of the ledger.</summary>
internal static class Permits
{
    public static Permit Issue(DeskHarness desk, string kind, string payload = "{}", int number = 1)
    {
        var permit = new Permit($"permit-{kind}-{number}", kind, payload, desk.Snapshot.HoldEpoch, desk.Snapshot.BootId, "operator-b", desk.Clock.GetUtcNow());
        var written = desk.Ledger.Write(tx => PermitStore.Issue(tx, permit));
        desk.Settle();
        return written.IsCompletedSuccessfully ? permit : throw new InvalidOperationException("the permit was not written");
    }

    public static Permit Row(DeskHarness desk, Permit permit) => desk.Ledger.Read(db => PermitStore.Find(db, permit.Id))!;
}
