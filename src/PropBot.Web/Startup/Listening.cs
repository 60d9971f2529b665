using System.Net;
using System.Net.Sockets;

namespace PropBot.Web.Startup;

/// <summary>Whether an address is free.</summary>
public static class Listening
{
    /// <summary>What the system says against listening there, or null. Port 0 is always free.</summary>
    public static string? WhyNot(string host, int port)
    {
        var address = IPAddress.TryParse(host.Trim('[', ']'), out var named) ? named : IPAddress.Loopback;
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return null;
        }
        catch (SocketException refused)
        {
            return refused.Message;
        }
    }
}
