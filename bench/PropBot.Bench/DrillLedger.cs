using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;

namespace PropBot.Bench;

/// <summary>What PropBot's own ledger says, read from the file beside the running process.</summary>
internal static class DrillLedger
{
    public static bool Knows(string folder, string orderId) => Rows(folder, "select id from order_intent where id=$a", orderId).Count == 1;

    public static List<string> Unsettled(string folder) =>
        [.. Rows(folder, "select id || ' ' || state from order_intent where state in ('Intended','Sent','Live','Unknown') and $a='' ", "").Select(r => r[0])];

    /// <summary>Σ unmatched base quantity of hedges that are not over, per symbol, from the fills.</summary>
    public static Dictionary<string, decimal> Unmatched(string folder)
    {
        var net = new Dictionary<string, decimal>(StringComparer.Ordinal);
        const string sql = "select f.symbol, f.side, f.quantity from fill f join hedge h on h.id=f.hedge_id where h.state not in ('Closed','Abandoned') and $a=''";
        foreach (var row in Rows(folder, sql, ""))
            net[row[0]] = net.GetValueOrDefault(row[0]) + (row[1] == "Buy" ? 1 : -1) * Decimals.Parse(row[2]);
        return net;
    }

    public static int Unfinished(string folder) => Rows(folder, "select id from hedge where state not in ('Closed','Abandoned') and $a=''", "").Count;

    public static decimal Realised(string folder) => Rows(
        folder, "select realised from hedge where state='Closed' and $a='' union all select amount from funding where hedge_id=''", "").Sum(r => Decimals.Parse(r[0]));

    /// <summary>Of every permit: state, who approved it, the boot it was issued in.</summary>
    public static List<string[]> Permits(string folder) => Rows(folder, "select state, by, boot_id from permit where $a='' order by issued_at", "");

    /// <summary>Approvals that were given, by the person who gave them.</summary>
    public static List<string> Approvals(string folder) => [.. Rows(folder, "select actor from workflow_event where what='task_decided' and outcome='approve' and $a=''", "").Select(row => row[0])];

    /// <summary>Status and end of every flow that settled this hedge.</summary>
    public static List<string[]> Flows(string folder, string hedge) => Rows(folder, "select status, outcome from workflow_instance where process='partial-hedge' and key=$a", hedge);

    /// <summary>What its journal says, without the instance's own id.</summary>
    public static List<string> Journal(string folder, string hedge) =>
    [
        .. Rows(folder, "select e.node, e.outcome from workflow_event e join workflow_instance i on i.id=e.instance where i.process='partial-hedge' and i.key=$a order by e.instance, e.n", hedge)
            .Select(row => $"{row[0]} {row[1]}".Trim()).Where(words => words.Length > 0),
    ];

    /// <summary>Completing orders that were written for it.</summary>
    public static int Completions(string folder, string hedge) => Rows(folder, "select id from hedge_wish where kind='complete' and order_id<>'' and hedge_id=$a", hedge).Count;

    public static string State(string folder, string hedge) => Rows(folder, "select state from hedge where id=$a", hedge)[0][0];

    private static List<string[]> Rows(string folder, string sql, string parameter)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "ledger.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$a", parameter);
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }
}
