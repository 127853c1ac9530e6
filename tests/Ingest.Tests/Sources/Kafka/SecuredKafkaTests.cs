using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>A broker that demands TLS and a password.</summary>
public sealed class SecuredKafkaTests : IDisposable
{
    private const string Password = "topup-secret";
    private const string StorePassword = "store-secret";

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, KnownPartition> books = new(StringComparer.Ordinal);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Poll_TlsAndPassword_Reads()
    {
        await using var server = await StartAsync();
        var options = Options(server, Password);
        var client = new ClientConfig { BootstrapServers = server.Bootstrap };
        foreach (var (key, value) in options.Properties)
            client.Set(key, value);
        client.SaslPassword = Password;
        using (var admin = new AdminClientBuilder(client).Build())
            await admin.CreateTopicsAsync([new TopicSpecification { Name = options.Topic, NumPartitions = 1 }]);
        using (var producer = new ProducerBuilder<Null, string>(client).Build())
            await producer.ProduceAsync(options.Topic, new Message<Null, string> { Value = "one" });
        await using (var rig = new TopicRig(books, options).Start())
            await rig.UntilLinesAsync(1);

        await using var refused = new TopicRig(books, Options(server, "another")).Start();
        await refused.UntilAsync(() => refused.Source.BrokerFault?.Contains("login is refused", StringComparison.Ordinal) == true, () => refused.Source.BrokerFault ?? "no fault");
        var line = Assert.Single(refused.Log.Lines);
        Assert.Contains("SaslPasswordFile", line);
        Assert.DoesNotContain("another", line);

        var plain = Options(server, Password);
        plain.Properties.Clear();
        await using var unencrypted = new TopicRig(books, plain).Start();
        await unencrypted.UntilAsync(() => unencrypted.Source.BrokerFault is not null, () => "no fault");
        Assert.Single(unencrypted.Log.Lines);
    }

    private KafkaOptions Options(KafkaServer server, string password)
    {
        var file = folder[password];
        File.WriteAllText(file, password + "\n");
        var options = TopicRig.Options(server.Bootstrap, "secured");
        options.SaslPasswordFile = file;
        options.Properties["security.protocol"] = "sasl_ssl";
        options.Properties["sasl.mechanism"] = "PLAIN";
        options.Properties["sasl.username"] = "monitor";
        options.Properties["ssl.ca.location"] = folder["ca.pem"];
        return options;
    }

    private async Task<KafkaServer> StartAsync()
    {
        Assert.SkipWhen(KafkaServer.CannotStart is not null, KafkaServer.CannotStart ?? "");
        var store = folder["store.p12"];
        await KeytoolAsync("-genkeypair", "-alias", "broker", "-keyalg", "RSA", "-dname", "CN=127.0.0.1", "-ext", "SAN=IP:127.0.0.1", "-keystore", store, "-storetype", "PKCS12");
        await KeytoolAsync("-exportcert", "-rfc", "-alias", "broker", "-keystore", store, "-file", folder["ca.pem"]);
        const string login = "org.apache.kafka.common.security.plain.PlainLoginModule required";
        return await KafkaServer.StartOwnAsync("SASL_SSL", new Dictionary<string, string>
        {
            ["sasl.enabled.mechanisms"] = "PLAIN",
            ["sasl.mechanism.inter.broker.protocol"] = "PLAIN",
            ["listener.name.sasl_ssl.plain.sasl.jaas.config"] = $"{login} username=\"broker\" password=\"{StorePassword}\" user_broker=\"{StorePassword}\" user_monitor=\"{Password}\";",
            ["ssl.keystore.location"] = store,
            ["ssl.keystore.password"] = StorePassword,
            ["ssl.keystore.type"] = "PKCS12",
            ["ssl.truststore.location"] = store,
            ["ssl.truststore.password"] = StorePassword,
            ["ssl.truststore.type"] = "PKCS12",
        });
    }

    private static async Task KeytoolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("keytool") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments.Concat(["-storepass", StorePassword]))
            start.ArgumentList.Add(argument);
        using var keytool = Process.Start(start)!;
        var output = new StringBuilder().Append(await keytool.StandardOutput.ReadToEndAsync()).Append(await keytool.StandardError.ReadToEndAsync());
        await keytool.WaitForExitAsync();
        Assert.True(keytool.ExitCode == 0, output.ToString());
    }
}
