using System.Text.Json;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>The kernel's effects as rows.</summary>
internal sealed partial class FlowUnit
{
    private void Apply(LiveInstance instance, FlowEffect effect)
    {
        switch (effect)
        {
            case FlowEffect.JobWanted job:
                WantJob(instance, job);
                break;
            case FlowEffect.TimerWanted timer:
                SetTimer(instance, timer);
                break;
            case FlowEffect.TaskWanted task:
                // Name and key say what kind of question it is and what exactly is shown.
                WaitRows.Insert(
                    tx, instance.Id, new Wait(task.Token, task.Node, WaitKind.Task, task.Terms.Kind, PayloadHash.Of(task.Payload)), now, spec: FlowJson.Write(task.Payload));
                break;
            case FlowEffect.MessageWanted message:
                WaitRows.Insert(tx, instance.Id, new Wait(message.Token, message.Node, WaitKind.Message, message.Name, message.Key), now);
                following.Enqueue(() => TakeBuffered(message.Name, message.Key));
                break;
            case FlowEffect.SignalWanted signal:
                WaitRows.Insert(tx, instance.Id, new Wait(signal.Token, signal.Node, WaitKind.Signal, signal.Name), now);
                break;
            case FlowEffect.CallWanted call:
                WaitRows.Insert(tx, instance.Id, new Wait(call.Token, call.Node, WaitKind.Call, call.Process), now);
                following.Enqueue(() => Call(instance, call));
                break;
            case FlowEffect.IncidentRaised incident:
                WaitRows.Insert(
                    tx, instance.Id, new Wait(incident.Token, incident.Node, WaitKind.Incident, incident.Code), now, attempts: attempts.GetValueOrDefault((instance.Id, incident.Token)));
                tx.Event("ERROR", "workflow_incident", JsonSerializer.Serialize(new { instance = instance.Id, process = instance.Process, node = incident.Node, code = incident.Code }));
                break;
            default:
                ApplyRest(instance, effect);
                break;
        }
    }

    private void ApplyRest(LiveInstance instance, FlowEffect effect)
    {
        switch (effect)
        {
            case FlowEffect.WaitRemoved removed:
                if (WaitRows.Delete(tx, instance.Id, removed.Token, removed.Node) is { } made && removed.Kind is WaitKind.Job or WaitKind.Incident)
                    attempts[(instance.Id, removed.Token)] = made;
                if (removed.Kind == WaitKind.Call) following.Enqueue(() => CancelCalled(instance.Id, removed.Token));
                break;
            case FlowEffect.MessageThrown thrown:
                following.Enqueue(() => Deliver(thrown.Name, thrown.Key, thrown.Vars, now + parts.ThrownMessageValidFor, instance.Id));
                break;
            case FlowEffect.SignalThrown thrown:
                following.Enqueue(() => Broadcast(thrown.Name, thrown.Vars, instance.Id));
                break;
            case FlowEffect.Ended ended when instance.Parent is { } parent:
                following.Enqueue(() => Return(instance, ended, parent));
                break;
        }
    }

    private void SetTimer(LiveInstance instance, FlowEffect.TimerWanted timer)
    {
        // The kernel has read the same text before it asked.
        var plan = TimerText.Read(timer.Kind, timer.Text)!.Value;
        if (!timer.Again)
        {
            var wait = new Wait(timer.Token, timer.Node, WaitKind.Timer, Key: timer.Text);
            WaitRows.Insert(tx, instance.Id, wait, now, plan.At ?? now + plan.After);
            return;
        }

        // Counted from when it should have rung; rounds that passed while nobody was there are not made up for in a burst.
        var next = (WaitRows.Due(tx, instance.Id, timer.Token, timer.Node) ?? now) + plan.After;
        WaitRows.SetDue(tx, instance.Id, timer.Token, timer.Node, next > now ? next : now + plan.After);
    }

    private void WantJob(LiveInstance instance, FlowEffect.JobWanted job)
    {
        var action = parts.Actions.Find(job.Action);
        var objection = action is null ? ActionErrors.ActionUnknown : LooseningRule.Objection(action.Terms, instance.Graph[job.Node], instance.State, job.Inputs);
        if (objection is not null)
        {
            following.Enqueue(() => Step(instance, new FlowInput.JobFailed(job.Token, objection), System));
            return;
        }

        if (action is LocalAction && followed < MostFollowing)
        {
            following.Enqueue(() => RunLocal(instance, job.Token, job.Node, job.Inputs));
            return;
        }

        WaitRows.Insert(
            tx, instance.Id, new Wait(job.Token, job.Node, WaitKind.Job, job.Action, attempts.GetValueOrDefault((instance.Id, job.Token)).ToString()), now, now,
            FlowJson.Write(job.Inputs), attempts.GetValueOrDefault((instance.Id, job.Token)));
    }
}
