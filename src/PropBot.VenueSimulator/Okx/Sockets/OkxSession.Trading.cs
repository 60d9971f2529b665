using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>Order operations (wire-protocols §2.8.5). What an operation causes is pushed on this connection after its answer.</summary>
public sealed partial class OkxSession
{
    private static readonly HashSet<string> Operations =
        ["order", "batch-orders", "cancel-order", "batch-cancel-orders", "amend-order", "batch-amend-orders", "mass-cancel"];

    private void Trade(OkxFrame frame, CallFate fate)
    {
        if (TradeObjection(frame) is { } error)
        {
            Refuse(error, frame.Id);
            return;
        }

        // mass-cancel is for options and lives on the business address; elsewhere it is answered too.
        if (door != OkxDoor.Private && frame.Op != "mass-cancel")
        {
            Reply(frame, Bare(OkxSocketError.WrongDoorForOperation.Code, OkxSocketError.WrongDoorForOperation.Message));
            return;
        }

        var named = OkxFaultReply.Of(fate);
        held = [];
        var answer = named is null || fate.Executed ? Answer(frame) : Bare(named);
        if (fate.DropReply)
        {
            held = null;
            Close(Cut, "");
            return;
        }

        Reply(frame, named is null ? answer : Bare(named));
        foreach (var (channel, push) in held) Push(channel, push);
        held = null;
    }

    private OkxSocketError? TradeObjection(OkxFrame frame) =>
        !Operations.Contains(frame.Op) ? OkxSocketError.OperationUnknown(frame.Op)
        : door == OkxDoor.Private && !loggedIn ? OkxSocketError.LoginNeeded
        : frame.Id is null ? OkxSocketError.ParameterEmpty("id")
        : OkxFrame.IsId(frame.Id) ? null
        : OkxSocketError.ParameterWrong("id");

    private JsonObject Answer(OkxFrame frame) =>
        frame.Args.Count is 0 or > OkxVocabulary.LargestBatch ? Bare(OkxSocketError.ArgumentsInvalid.Code, OkxSocketError.ArgumentsInvalid.Message)
        : venue.Streams.Trade(frame);

    private void Reply(OkxFrame frame, JsonObject answer)
    {
        answer.Insert(0, "op", frame.Op);
        answer.Insert(0, "id", frame.Id);
        // A refusal of the whole call has the gateway's times too; clients tell answers to operations from other frames by them.
        if (answer["inTime"] is null)
        {
            answer["inTime"] = OkxText.Micros(frame.Arrived);
            answer["outTime"] = OkxText.Micros(venue.Clock.GetUtcNow());
        }

        Send(answer);
    }

    private static JsonObject Bare(OkxError error) => Bare(error.Code, error.Message);

    private static JsonObject Bare(string code, string message) => new() { ["code"] = code, ["msg"] = message, ["data"] = new JsonArray() };
}
