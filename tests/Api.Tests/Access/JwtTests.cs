using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RechargeMonitor.Api.Access;
using Xunit;

namespace RechargeMonitor.Api.Tests.Access;

public sealed class JwtTests : IDisposable
{
    private const string Issuer = "https://login.example";
    private const string Audience = "recharge-monitor";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("recharge-jwt-");
    private readonly ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        own.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("viewer", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("operator", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("somebody", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task Get_TokenWithRole_OpensWhatTheRoleMay(string? role, HttpStatusCode days, HttpStatusCode rejects)
    {
        await using var host = await StartAsync();
        var token = Token(new ECDsaSecurityKey(own), role: role);

        Assert.Equal((days, rejects), (await StatusAsync(host, "/api/v1/days", token), await StatusAsync(host, "/api/v1/rejects", token)));
    }

    [Fact]
    public async Task Get_TokensOfOthers_AreRefused()
    {
        await using var host = await StartAsync();
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new ECDsaSecurityKey(own);
        var past = DateTime.UnixEpoch.AddYears(50);
        var publicKey = own.ExportSubjectPublicKeyInfo();
        foreach (var (what, token) in new[]
        {
            ("another key", Token(new ECDsaSecurityKey(foreign))),
            ("another issuer", Token(key, issuer: "https://evil.example")),
            ("another audience", Token(key, audience: "somebody")),
            ("expired", Token(key, expires: past)),
            ("the public key as a shared secret", Token(new SymmetricSecurityKey(publicKey), SecurityAlgorithms.HmacSha256)),
            ("no signature", Unsigned(Token(key))),
            ("cut off", Token(key)[..^4]),
            ("garbage", "a.b.c"),
        })
            Assert.True(await StatusAsync(host, "/api/v1/days", token) == HttpStatusCode.Unauthorized, $"a token was accepted: {what}");
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----", "it holds a block PRIVATE KEY")]
    [InlineData("nothing", "it holds no PEM block")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----", "a block cannot be read")]
    public void Validate_FileWithoutPublicKeys_SaysWhatIsWrong(string content, string fault)
    {
        var file = Path.Combine(folder.FullName, "other.pem");
        File.WriteAllText(file, content);
        var options = new AccessOptions { Jwt = { KeyFile = file, Audience = Audience, Issuer = Issuer } };

        var result = new AccessOptionsValidator().Validate(null, options);

        Assert.StartsWith($"Access:Jwt:KeyFile is {file}: {fault}", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private Task<ApiHost> StartAsync()
    {
        var file = Path.Combine(folder.FullName, "issuer.pem");
        File.WriteAllText(file, own.ExportSubjectPublicKeyInfoPem());
        return ApiHost.StartAsync(
            access: new AccessOptions { Jwt = { KeyFile = file, Audience = Audience, Issuer = Issuer } },
            rules: new AccessRules(false, false, HasCredentials: true));
    }

    private static string Token(
        SecurityKey key, string algorithm = SecurityAlgorithms.EcdsaSha256, string issuer = Issuer, string audience = Audience, string? role = "operator", DateTime? expires = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = expires ?? DateTime.UnixEpoch.AddYears(200),
            Claims = role is null ? new Dictionary<string, object> { ["sub"] = "anna" } : new Dictionary<string, object> { ["sub"] = "anna", ["roles"] = new[] { role } },
            SigningCredentials = new SigningCredentials(key, algorithm),
        });

    private static string Unsigned(string token) =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }
}
