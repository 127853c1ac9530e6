using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RechargeMonitor.Silo.Tests.Support;

/// <summary>Certificates of a test: an authority of its own, and what it signed.</summary>
internal static class Certificates
{
    /// <summary>Writes <c>{name}-ca.pem</c>, <c>{name}-cert.pem</c> and <c>{name}-key.pem</c> for a server on loopback.</summary>
    public static void Write(string folder, string name)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(24));
        using var authorityKey = RSA.Create(2048);
        var authorityRequest = new CertificateRequest($"CN=Test authority {name}", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        using var authority = authorityRequest.CreateSelfSigned(from, to);

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("127.0.0.1");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(Path.Combine(folder, $"{name}-ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, $"{name}-cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, $"{name}-key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
