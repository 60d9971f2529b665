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
}

/// <summary>The venue's memory. Changes are gathered and become durable and visible together.</summary>
internal sealed class VenueState
{
    private readonly Dictionary<long, SimOrder> changedOrders = [];
    private readonly Dictionary<string, SimPosition> changedPositions = new(StringComparer.Ordinal);
    private readonly List<SimFill> newFills = [];
    private readonly List<LedgerEntry> newEntries = [];
    private readonly List<SymbolSetting> changedSettings = [];
    private readonly List<FundingSettlement> newSettlements = [];
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
    public Dictionary<string, SimPosition> Positions { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, SymbolSetting> Settings { get; } = new(StringComparer.Ordinal);

    public SimPosition Position(string symbol) => Positions.TryGetValue(symbol, out var position) ? position : SimPosition.Flat(symbol);

    public SimOrder? ByClientId(string clientId) => newestByClientId.TryGetValue(clientId, out var id) ? Orders[id] : null;

    public void Put(SimOrder order)
    {
        Remember(order);
        changedOrders[order.Id] = order;
        changed = true;
    }

    public void Put(SimPosition position)
    {
        Positions[position.Symbol] = position;
        changedPositions[position.Symbol] = position;
        changed = true;
    }

    public void Put(SymbolSetting setting)
    {
        Settings[setting.Symbol] = setting;
        changedSettings.Add(setting);
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
    };

    public void Apply(JournalLine line)
    {
        account = line.Account;
        foreach (var order in line.Orders) Remember(order);
        foreach (var position in line.Positions) Positions[position.Symbol] = position;
        foreach (var setting in line.Settings) Settings[setting.Symbol] = setting;
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

    private void Forget()
    {
        changedOrders.Clear();
        changedPositions.Clear();
        newFills.Clear();
        newEntries.Clear();
        changedSettings.Clear();
        newSettlements.Clear();
        changed = false;
    }
}
