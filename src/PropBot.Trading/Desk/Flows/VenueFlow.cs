using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Orders;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Flows;

/// <summary>What venues tell about themselves: instruments, account, links, clocks, balances, funding.</summary>
internal sealed class VenueFlow(DeskMemory m, DeskEffects effects, VenueStart start, ModeFlow mode, HedgeJournal journal)
{
    public void Tick() => start.Tick();

    public void On(InstrumentsRead fact)
    {
        var status = m.Status(fact.Venue);
        if (fact.Answer is not VenueAnswer<IReadOnlyList<Instrument>>.Got got)
        {
            status.SetupClue = $"instruments: {((VenueAnswer<IReadOnlyList<Instrument>>.Unreadable)fact.Answer).Clue}";
            return;
        }

        status.InstrumentsFresh = true;
        var changed = got.Value.Count(instrument => Meet(status, instrument));
        if (changed > 0) InstrumentCache.Save(effects, fact.Venue, [.. status.Instruments.Values]);
        RefreshTerms();
        start.InstrumentsAreRead(status);
    }

    /// <summary>A change at run time (cases 11, 12): books, sizes and prices of the next order follow at once, of hedges at work too.</summary>
    public void On(Instrument changed)
    {
        var status = m.Status(changed.Venue);
        var before = status.Instruments.GetValueOrDefault(changed.Symbol);
        if (m.Options.Universe.IndexOf(changed.Symbol) < 0 || !Meet(status, changed)) return;
        InstrumentCache.Save(effects, changed.Venue, [.. status.Instruments.Values]);
        RefreshTerms();
        var json = JsonSerializer.Serialize(new { venue = changed.Venue.Word(), symbol = changed.Symbol, before = before?.ToString(), after = changed.ToString() });
        effects.Persist("instrument_changed", tx => tx.Event("WARNING", "instrument_changed", json));
    }

    public void On(ClockRead fact)
    {
        if (fact.Answer is VenueAnswer<ClockReading>.Got got) On(got.Value);
        start.On(fact);
    }

    public void On(ConfigureRead fact)
    {
        var status = m.Status(fact.Venue);
        if (fact.Answer is VenueAnswer<AccountSettings>.Got got) status.Settings[fact.Symbol] = got.Value;
        else status.SetupClue = $"{fact.Symbol}: {((VenueAnswer<AccountSettings>.Unreadable)fact.Answer).Clue}";
        m.Dirty = true;
        start.Answered(status, fact.Symbol, last: false);
        if (m.AccountsAsked || !Array.TrueForAll(m.Venues, v => v.Settings.Count > 0)) return;
        m.AccountsAsked = true;
        effects.StampAccounts(m.Venues.ToDictionary(v => v.Venue.Word(), v => v.Settings.Values.First().AccountId, StringComparer.Ordinal));
    }

    public void On(AccountsStamped fact)
    {
        m.AccountsWrong = fact.Error ?? "";
        m.Dirty = true;
        if (fact.Error is not null) mode.EngageHold("preflight:account_stamp", "preflight", "desk");
    }

    public void On(FeesRead fact)
    {
        var status = m.Status(fact.Venue);
        if (fact.Answer is VenueAnswer<FeeRates>.Got got) status.Fees[fact.Symbol] = got.Value;
        else status.SetupClue = $"{fact.Symbol}: {((VenueAnswer<FeeRates>.Unreadable)fact.Answer).Clue}";
        RefreshTerms();
        start.Answered(status, fact.Symbol, last: true);
    }

    public void On(LinkChange fact)
    {
        var status = m.Status(fact.Venue);
        if (fact.Kind == LinkKind.Public) status.PublicLink = fact.Event;
        else status.PrivateLink = fact.Event;
        status.PrivateUpSince = status.PrivateUp ? status.PrivateUpSince ?? m.Now : null;
        if (fact.Event != LinkEvent.Up) status.LinkDetail = $"{(fact.Kind == LinkKind.Public ? "market data" : "orders")}: {fact.Detail}";
        status.DownSince = status.IsUp ? null : status.DownSince ?? m.Now;

        // Levels of before the break are ghosts: the book is empty until a new snapshot.
        if (fact is { Kind: LinkKind.Public, Event: LinkEvent.Down })
            foreach (var pair in m.Books) pair[fact.Venue].Reset();
        if (fact is { Kind: LinkKind.Private, Event: LinkEvent.Up }) status.NextAccountReadAt = m.Now;
        start.On(fact);
        m.Dirty = true;
    }

    /// <summary>Counted here; the risk governor holds for two running (R34).</summary>
    public void On(ClockReading reading)
    {
        var status = m.Status(reading.Venue);
        status.Clock = reading;
        status.ClockBreaches = reading.Offset.Duration() - reading.Uncertainty >= m.Options.MarketData.ClockSkewHold ? status.ClockBreaches + 1 : 0;
    }

    public void On(BalanceFact fact)
    {
        m.Status(fact.Venue).Balances[fact.Currency] = fact;
        m.Dirty = true;
    }

    public void On(PositionFact fact)
    {
        m.Status(fact.Venue).Positions[fact.Symbol] = fact;
        m.Dirty = true;
    }

    /// <summary>A whole account read refreshes what is shown; ReconcileFlow compares it.</summary>
    public void Heard(VenueWord word)
    {
        if (word.Positions is null || word.Balances is null) return;
        var status = m.Status(word.Venue);
        foreach (var balance in word.Balances) status.Balances[balance.Currency] = balance;
        status.Positions.Clear();
        foreach (var position in word.Positions) status.Positions[position.Symbol] = position;

        // The end of somebody else's order may have been told while the stream was away.
        if (word.OpenOrders is { } open)
            foreach (var gone in status.ForeignOrders.Where(known => known.Value.At < word.AskedAt && open.All(o => o.VenueOrderId != known.Key)).ToList()) status.ForeignOrders.Remove(gone.Key);
        m.Dirty = true;
    }

    public void On(FundingRead fact)
    {
        if (fact.Answer is VenueAnswer<IReadOnlyList<FundingPayment>>.Got got)
            foreach (var payment in got.Value) On(payment);
    }

    /// <summary>Booked once, by the venue's id, on the hedges that held the position, by quantity.</summary>
    public void On(FundingPayment payment)
    {
        if (!m.FundingSeen.Add((payment.Venue, payment.Id))) return;
        m.Truth.Paid(payment);
        var holders = m.Hedges.Values.Where(h => h.Symbol == payment.Symbol && !h.Simulated && !h.Leg(payment.Venue).Open.IsZero).OrderBy(h => h.Number).ToList();
        if (holders.Count == 0)
        {
            m.RealisedClosed += payment.Amount.Amount;
            m.RealisedToday += payment.Amount.Amount;
            effects.Persist("funding", tx => OrderStore.InsertFunding(tx, payment, "", payment.Amount));
            return;
        }

        var total = holders.Sum(h => h.Leg(payment.Venue).Open.Value);
        var left = payment.Amount.Amount;
        for (var i = 0; i < holders.Count; i++)
        {
            var leg = holders[i].Leg(payment.Venue);
            var share = i == holders.Count - 1 ? left : decimal.Round(payment.Amount.Amount * leg.Open.Value / total, 8);
            left -= share;
            leg.TakeFunding(share);
            var (hedgeId, amount) = (holders[i].Id, Money.OfUsdt(share));
            effects.Persist("funding", tx => OrderStore.InsertFunding(tx, payment, hedgeId, amount));
        }

        journal.Event("INFO", "funding_booked", holders[0], payment.Amount.ToString());
        m.Dirty = true;
    }

    /// <returns>False when it is what is known already.</returns>
    private bool Meet(VenueStatus status, Instrument instrument)
    {
        if (status.Instruments.TryGetValue(instrument.Symbol, out var known) && known == instrument) return false;
        status.Instruments[instrument.Symbol] = instrument;
        foreach (var hedge in m.Hedges.Values.Where(h => h.Symbol == instrument.Symbol)) hedge.Leg(instrument.Venue).Meet(instrument);
        return true;
    }

    private void RefreshTerms()
    {
        for (var pair = 0; pair < m.Books.Length; pair++)
        {
            var symbol = m.Books[pair].Symbol;
            var (b, o) = (m.Venues[0], m.Venues[1]);
            m.Terms[pair] = b.Instruments.TryGetValue(symbol, out var bi) && o.Instruments.TryGetValue(symbol, out var oi) &&
                b.Fees.TryGetValue(symbol, out var bf) && o.Fees.TryGetValue(symbol, out var of)
                ? new PairTerms(bi, oi, bf, of)
                : null;
        }

        m.Dirty = true;
    }
}
