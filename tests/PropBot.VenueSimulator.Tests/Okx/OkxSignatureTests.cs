using System.Text;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Tests.Okx;

/// <summary>The vectors of wire-protocols §2.2.</summary>
public class OkxSignatureTests
{
    private const string Secret = "22582BD0CFF14C41EDBF1AB98506286D";
    private const string Stamp = "2020-12-08T09:08:57.715Z";

    private const string Order =
        """{"instId":"BTC-USDT-SWAP","tdMode":"cross","clOrdId":"b15","side":"buy","ordType":"limit","px":"2.15","sz":"2"}""";

    [Fact]
    public void case_05_a_get_is_signed_with_its_query() =>
        Assert.Equal("HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=", OkxSignature.Of(Secret, Stamp, "GET", "/api/v5/account/balance?ccy=BTC", []));

    [Fact]
    public void case_05_a_post_is_signed_with_its_body() => Assert.Equal(
        "g+5Dh0q+69SBOzM7hypQkX9TssCo4FEkPdx36tk4w5U=",
        OkxSignature.Of(Secret, Stamp, "POST", "/api/v5/trade/order", Encoding.UTF8.GetBytes(Order)));

    [Fact]
    public void case_05_a_login_is_signed_with_seconds_and_the_verify_path() =>
        Assert.Equal("5/36BgGV6m/6pmdc20zdqk0mzF5ZalmzzPD2fo3wavU=", OkxSignature.OfLogin(Secret, "1704876947"));
}
