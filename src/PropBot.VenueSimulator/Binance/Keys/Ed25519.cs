using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace PropBot.VenueSimulator.Binance.Keys;

/// <summary>Checks Ed25519 signatures (RFC 8032 §5.1.7); the framework has none. It only checks public data, so nothing here needs constant time.</summary>
internal static class Ed25519
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Modulo(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (Prime - 1) / 4, Prime);
    private static readonly Point Base = BasePoint();

    public static bool Fits(byte[] publicKey, byte[] message, byte[] signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64) return false;
        var s = Number(signature.AsSpan(32));
        if (s >= Order || Decoded(signature.AsSpan(0, 32)) is not { } r || Decoded(publicKey) is not { } key) return false;
        var hash = Number(SHA512.HashData([.. signature[..32], .. publicKey, .. message])) % Order;
        return (Base * s).Equals(r + (key * hash));
    }

    private static BigInteger Number(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);

    private static BigInteger Modulo(BigInteger value)
    {
        var rest = value % Prime;
        return rest.Sign < 0 ? rest + Prime : rest;
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Modulo(value), Prime - 2, Prime);

    private static Point BasePoint()
    {
        var y = Modulo(4 * Inverse(5));
        return new Point(Root(y, odd: false)!.Value, y);
    }

    private static Point? Decoded(ReadOnlySpan<byte> bytes)
    {
        var number = Number(bytes);
        var y = number & ((BigInteger.One << 255) - 1);
        return y < Prime && Root(y, odd: number >> 255 == 1) is { } x ? new Point(x, y) : null;
    }

    /// <summary>The x of a y on the curve, of the parity asked for; null when there is none.</summary>
    private static BigInteger? Root(BigInteger y, bool odd)
    {
        var square = Modulo(((y * y) - 1) * Inverse((D * y * y) + 1));
        var x = BigInteger.ModPow(square, (Prime + 3) / 8, Prime);
        if (Modulo((x * x) - square) != 0) x = Modulo(x * RootOfMinusOne);
        if (Modulo((x * x) - square) != 0 || (x.IsZero && odd)) return null;
        return x.IsEven == odd ? Prime - x : x;
    }

    /// <summary>A point in projective coordinates (x/z, y/z), so that adding needs no division.</summary>
    private readonly struct Point(BigInteger x, BigInteger y, BigInteger? z = null) : IEquatable<Point>
    {
        private readonly BigInteger x = x;
        private readonly BigInteger y = y;
        private readonly BigInteger z = z ?? BigInteger.One;

        public static Point operator +(Point left, Point right)
        {
            var a = Modulo(left.z * right.z);
            var b = Modulo(a * a);
            var c = Modulo(left.x * right.x);
            var d = Modulo(left.y * right.y);
            var e = Modulo(D * c * d);
            var (f, g) = (Modulo(b - e), Modulo(b + e));
            return new Point(Modulo(a * f * (((left.x + left.y) * (right.x + right.y)) - c - d)), Modulo(a * g * (d + c)), Modulo(f * g));
        }

        public static Point operator *(Point point, BigInteger times)
        {
            var sum = new Point(0, 1);
            for (var bit = (int)times.GetBitLength() - 1; bit >= 0; bit--)
            {
                sum += sum;
                if (!((times >> bit) & 1).IsZero) sum += point;
            }

            return sum;
        }

        public bool Equals(Point other) => Modulo((x * other.z) - (other.x * z)) == 0 && Modulo((y * other.z) - (other.y * z)) == 0;

        public override bool Equals(object? obj) => obj is Point other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(x * Inverse(z), y * Inverse(z));
    }
}
