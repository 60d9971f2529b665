namespace PropBot.Testing.Desks;

/// <summary>How the fake venue treats one order.</summary>
public enum Treatment
{
    /// <summary>Fills what the limit allows and says so.</summary>
    Fill = 0,
    FillHalf = 1,

    /// <summary>Accepts, fills nothing, ends.</summary>
    Expire = 2,
    Refuse = 3,

    /// <summary>Executes and loses the reply; the stream speaks.</summary>
    FillAndLoseReply = 4,

    /// <summary>Executes; neither reply nor stream arrives. Only a query finds it.</summary>
    FillInSilence = 5,

    /// <summary>The request never arrived: the reply is lost and the order does not exist.</summary>
    Vanish = 6,

    /// <summary>Fills, and every message comes twice.</summary>
    FillTwiceTold = 7,

    /// <summary>Accepted, and neither fills nor ends: what no IOC order should do.</summary>
    Rest = 8,

    /// <summary>"Service temporarily unavailable": definitely not taken.</summary>
    Maintenance = 9,
}
