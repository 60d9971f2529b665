using System.Collections.Immutable;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Partials;

/// <summary>Everything about hedges that are partial beyond what the desk does by itself, as one part of it (R28).</summary>
internal sealed class PartialRooms
{
    private readonly DeskMemory m;
    private readonly HedgeFlow hedges;
    private readonly CompletionCheck completions;
    private readonly WishFlow wishes;
    private readonly SightFlow sights;
    private readonly ByHandFlow byHand;

    public PartialRooms(DeskMemory m, DeskEffects effects, HedgeFlow hedges, RiskReader risk)
    {
        (this.m, this.hedges) = (m, hedges);
        var look = new FreshLook(m);
        completions = new CompletionCheck(m, hedges, risk);
        wishes = new WishFlow(m, effects, hedges, completions);
        sights = new SightFlow(m, hedges, look);
        byHand = new ByHandFlow(m, effects, hedges, look);
    }

    public static bool Owns(DeskCommand command) =>
        command is DeskCommand.UnwindHedge or DeskCommand.CompleteHedge or DeskCommand.AssessHedge or DeskCommand.BookByHand;

    public CommandResult? On(CommandEnvelope envelope) => envelope.Command switch
    {
        DeskCommand.UnwindHedge command => wishes.On(command),
        DeskCommand.CompleteHedge command => wishes.On(command),
        DeskCommand.AssessHedge command => sights.On(command, envelope),
        DeskCommand.BookByHand command => byHand.On(command, envelope),
        _ => throw new InvalidOperationException($"no room takes {envelope.Command.GetType().Name}"),
    };

    public void Begin() => wishes.Begin();

    public void Tick()
    {
        wishes.Tick();
        sights.Tick();
        byHand.Tick();
    }

    /// <summary>Real hedges only: a simulated one is nobody's risk, and its bound acts in its own book (R6).</summary>
    public ImmutableArray<PartialView> Views() =>
        [.. m.Hedges.Values.Where(hedge => hedge is { State: HedgeState.Partial, Simulated: false, ExposedSince: not null }).OrderBy(hedge => hedge.Number).Select(View)];

    private PartialView View(Hedge hedge)
    {
        var legs = hedge.Legs(hedges.Reference(hedge));
        var plan = completions.Plan(hedge, legs);
        var objection = completions.Objection(hedge, legs, plan);
        return new PartialView(
            hedge.Id, hedge.Symbol, hedge.ExposedSince!.Value, legs.Ahead.Venue, legs.Excess, hedge.Pair < 0 ? null : hedges.ExcessLoss(hedge, legs),
            m.Options.Hedging.NakedAutoUnwind && hedges.Naked.IsBeyond(hedge, legs), objection is null ? plan : null, objection?.Code ?? "", objection?.Text ?? "");
    }
}
