using PropBot.Workflows.Actions;
using PropBot.Workflows.Tests.Engine.Store;

namespace PropBot.Workflows.Tests.Engine.Process;

/// <summary>A venue whose memory outlives us: one line an accepted order. A client id that is known is a duplicate.</summary>
internal sealed class FileVenue(string path)
{
    private readonly Lock gate = new();

    public void Send(string key)
    {
        lock (gate)
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
            file.Write(System.Text.Encoding.UTF8.GetBytes(key + "\n"));
        }
    }

    public bool Knows(string key)
    {
        lock (gate) return File.Exists(path) && File.ReadAllLines(path).Contains(key);
    }
}

/// <summary>Sends without looking, as a careless action would: that nothing is sent twice is the engine's doing, which asks before every attempt but the first.</summary>
[WorkflowAction("test.send", Outcomes = ["sent"], RetryAfterSeconds = 0, Retry = 50, LeaseSeconds = 1)]
internal sealed class FileSend(FileVenue venue) : IRemoteAction<Size>
{
    public Task<ActionResult> Run(Size input, ActionContext context, CancellationToken stop)
    {
        venue.Send(context.Key);
        return Task.FromResult<ActionResult>(new ActionResult.Outcome("sent"));
    }

    public Task<EarlierAttempt> Ask(Size input, ActionContext context, CancellationToken stop) => Task.FromResult<EarlierAttempt>(venue.Knows(context.Key)
        ? new EarlierAttempt.Happened(new ActionResult.Outcome("sent"))
        : new EarlierAttempt.NeverHappened());
}
