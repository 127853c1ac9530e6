using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace RechargeMonitor.Api.Access;

/// <summary>The public keys of an issuer of tokens, from a file of PEM blocks.</summary>
internal static class JwtKeys
{
    /// <summary>Reads public keys and certificates.</summary>
    /// <exception cref="FormatException">The file holds none, or something else; a private key above all belongs to the issuer alone.</exception>
    public static IReadOnlyList<SecurityKey> Read(string path)
    {
        var keys = new List<SecurityKey>();
        var rest = File.ReadAllText(path).AsSpan();
        try
        {
            while (PemEncoding.TryFind(rest, out var fields))
            {
                keys.Add(Parse(rest[fields.Label].ToString(), rest[fields.Location].ToString()));
                rest = rest[fields.Location.End..];
            }
        }
        catch (CryptographicException exception)
        {
            throw new FormatException($"a block cannot be read ({exception.Message}): expected public keys or certificates in PEM", exception);
        }

        return keys.Count > 0 ? keys : throw new FormatException("it holds no PEM block: expected public keys or certificates");
    }

    private static AsymmetricSecurityKey Parse(string label, string pem) => label switch
    {
        "PUBLIC KEY" => ParsePublicKey(pem),
        "CERTIFICATE" => new X509SecurityKey(X509Certificate2.CreateFromPem(pem)),
        _ => throw new FormatException($"it holds a block {label}: expected PUBLIC KEY or CERTIFICATE"),
    };

    private static AsymmetricSecurityKey ParsePublicKey(string pem)
    {
        // The block says of which kind it is by an identifier inside; each kind reads only its own.
        try
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new RsaSecurityKey(rsa);
        }
        catch (CryptographicException)
        {
            var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return new ECDsaSecurityKey(curve);
        }
    }
}
