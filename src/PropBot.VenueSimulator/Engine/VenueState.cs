using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>Everything a commit changed, as whole new values: one line of the journal.</summary>
public sealed record JournalLine(AccountHeader Account)
{
    public IReadOnlyList<SimOrder> Orders { get; init; } = [];
    public IReadOnlyList<SimFill> Fills { get; init; } = [];
    public IReadOnlyList<LedgerEntry> Entries { get; init; } = [];
    public IReadOnlyList<SimPosition> Positions { get; init; } = [];
    public IReadOnlyList<SymbolSetting> Settings { get; init; } = [];
    public IReadOnlyList<FundingSettlement> Settlements { get; init; } = [];
    public IReadOnlyList<FundingClock> FundingClocks { get; init; } = [];
    public IReadOnlyList<SimDeadMan> DeadMen { get; init; } = [];
    public IReadOnlyList<SimInstrument> Instruments { get; init; } = [];
}

/// <summary>The venue's memory. Changes are gathered and become durable and visible together.</summary>
internal sealed class VenueState
{
    private const long TradesPerRun = 100_000_000;
    private readonly Dictionary<long, SimOrder> changedOrders = [];
    private readonly Dictionary<(string Symbol, SimPositionSide Side), SimPosition> changedPositions = [];
    private readonly List<SimFill> newFills = [];
    private readonly List<LedgerEntry> newEntries = [];
    private readonly List<SymbolSetting> changedSettings = [];
    private readonly List<FundingSettlement> newSettlements = [];
    private readonly List<FundingClock> changedClocks = [];
    private readonly List<SimDeadMan> changedDeadMen = [];
    private readonly List<SimInstrument> changedInstruments = [];
    private readonly Dictionary<string, long> newestByClientId = new(StringComparer.Ordinal);
    private AccountHeader account = new(0m, 0m, 0m, 0m, 0m);
    private bool changed;

    public AccountHeader Account
    {
        get => account;
        set
        {
            account = value;
            changed = true;
        }
    }

    public SortedDictionary<long, SimOrder> Orders { get; } = [];
    public SortedDictionary<long, SimOrder> Open { get; } = [];
    public List<SimFill> Fills { get; } = [];
    public List<LedgerEntry> Entries { get; } = [];
    public List<FundingSettlement> Settlements { get; } = [];
    public Dictionary<(string Symbol, SimPositionSide Side), SimPosition> Positions { get; } = [];
    public Dictionary<string, SymbolSetting> Settings { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, FundingClock> FundingClocks { get; } = new(StringComparer.Ordinal);
    public Dictionary<(string? Symbol, string? Tag), SimDeadMan> DeadMen { get; } = [];

    /// <summary>Instruments that are not as the profile lists them any more.</summary>
    public Dictionary<string, SimInstrument> Instruments { get; } = new(StringComparer.Ordinal);

    public SimPosition Position(string symbol, SimPositionSide side = SimPositionSide.Net) =>
        Positions.TryGetValue((symbol, side), out var position) ? position : SimPosition.Flat(symbol, side);

    /// <summary>The next number for a public trade. It may be lost in a crash: <see cref="Recalled"/> then jumps over what may have been told.</summary>
    public long TakeTradeId()
    {
        account = account with { NextTradeId = account.NextTradeId + 1 };
        return account.NextTradeId - 1;
    }

    /// <summary>The journal has been read.</summary>
    public void Recalled() => account = account with { NextTradeId = account.NextTradeId + TradesPerRun };

    public SimOrder? ByClientId(string clientId) => newestByClientId.TryGetValue(clientId, out var id) ? Orders[id] : null;

    public void Put(SimOrder order)
    {
        Remember(order);
        changedOrders[order.Id] = order;
        changed = true;
    }

    public void Put(SimPosition position)
    {
        Positions[(position.Symbol, position.Side)] = position;
        changedPositions[(position.Symbol, position.Side)] = position;
        changed = true;
    }

    public void Put(SymbolSetting setting)
    {
        Settings[setting.Symbol] = setting;
        changedSettings.Add(setting);
        changed = true;
    }

    public void Put(FundingClock clock)
    {
        FundingClocks[clock.Symbol] = clock;
        changedClocks.Add(clock);
        changed = true;
    }

    public void Put(SimDeadMan man)
    {
        Remember(man);
        changedDeadMen.Add(man);
        changed = true;
    }

    public void Put(SimInstrument instrument)
    {
        Instruments[instrument.Symbol] = instrument;
        changedInstruments.Add(instrument);
        changed = true;
    }

    public void Add(SimFill fill)
    {
        Fills.Add(fill);
        newFills.Add(fill);
        changed = true;
    }

    public void Add(LedgerEntry entry)
    {
        Entries.Add(entry);
        newEntries.Add(entry);
        changed = true;
    }

    public void Add(FundingSettlement settlement)
    {
        Settlements.Add(settlement);
        newSettlements.Add(settlement);
        changed = true;
    }

    /// <summary>What changed since the last call, or null.</summary>
    public JournalLine? TakeChanges()
    {
        if (!changed) return null;
        var line = new JournalLine(account)
        {
            Orders = [.. changedOrders.Values],
            Fills = [.. newFills],
            Entries = [.. newEntries],
            Positions = [.. changedPositions.Values],
            Settings = [.. changedSettings],
            Settlements = [.. newSettlements],
            FundingClocks = [.. changedClocks],
            DeadMen = [.. changedDeadMen],
            Instruments = [.. changedInstruments],
        };
        Forget();
        return line;
    }

    public JournalLine Whole() => new(account)
    {
        Orders = [.. Orders.Values],
        Fills = [.. Fills],
        Entries = [.. Entries],
        Positions = [.. Positions.Values],
        Settings = [.. Settings.Values],
        Settlements = [.. Settlements],
        FundingClocks = [.. FundingClocks.Values],
        DeadMen = [.. DeadMen.Values],
        Instruments = [.. Instruments.Values],
    };

    public void Apply(JournalLine line)
    {
        account = line.Account;
        foreach (var order in line.Orders) Remember(order);
        foreach (var position in line.Positions) Positions[(position.Symbol, position.Side)] = position;
        foreach (var setting in line.Settings) Settings[setting.Symbol] = setting;
        foreach (var clock in line.FundingClocks) FundingClocks[clock.Symbol] = clock;
        foreach (var man in line.DeadMen) Remember(man);
        foreach (var instrument in line.Instruments) Instruments[instrument.Symbol] = instrument;
        Fills.AddRange(line.Fills);
        Entries.AddRange(line.Entries);
        Settlements.AddRange(line.Settlements);
    }

    private void Remember(SimOrder order)
    {
        Orders[order.Id] = order;
        if (order.IsOpen) Open[order.Id] = order;
        else Open.Remove(order.Id);
        if (order.ClientId.Length > 0 && (!newestByClientId.TryGetValue(order.ClientId, out var known) || known < order.Id)) newestByClientId[order.ClientId] = order.Id;
    }

    private void Remember(SimDeadMan man)
    {
        if (man.Due is null) DeadMen.Remove((man.Symbol, man.Tag));
        else DeadMen[(man.Symbol, man.Tag)] = man;
    }

    private void Forget()
    {
        changedClocks.Clear();
        changedDeadMen.Clear();
        changedInstruments.Clear();
        changedOrders.Clear();
        changedPositions.Clear();
        newFills.Clear();
        newEntries.Clear();
        changedSettings.Clear();
        newSettlements.Clear();
        changed = false;
    }
}
