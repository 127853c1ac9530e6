using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Alerts.Messages;
using RechargeMonitor.Grains;
using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Alerts;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Alerts;

public sealed class WebhookReceiversTests : IAsyncDisposable
{
    private const string Token = "the-secret-token";

    private static readonly AlertEvent[] Events =
    [
        new(AlertChange.Opened, new Alert("books", AlertKind.BooksUnbalanced, AlertRule.Books, AlertSeverity.Warning, TimeProvider.System.GetUtcNow(), null, 60, 60)),
    ];

    private readonly WebhookReceiver webhook = new();
    private readonly RecordingLogs logs = new();

    private string[] Messages => [.. logs.Events.Where(said => said.Category == typeof(WebhookReceivers).FullName).Select(said => said.Text)];

    public ValueTask DisposeAsync() => webhook.DisposeAsync();

    [Fact]
    public async Task TrySend_ReceiverTakesIt_True()
    {
        await using var services = Services(WebhookFormat.Alertmanager);

        Assert.True(await SendAsync(services));

        Assert.Equal(["firing books books warning"], webhook.Alerts);
    }

    [Fact]
    public async Task TrySend_ReceiverFailsAndRecovers_TriedAgainAndSaidOnce()
    {
        await using var services = Services(WebhookFormat.Alertmanager);
        webhook.Status = 503;

        Assert.False(await SendAsync(services));
        Assert.Equal(3, webhook.Calls);
        Assert.False(await SendAsync(services));
        webhook.Status = 200;
        Assert.True(await SendAsync(services));

        Assert.Single(webhook.Taken);
        Assert.Equal(
            ["The alert receiver hook does not take alerts (status 503); they wait for it", "The alert receiver hook takes alerts again"],
            Messages);
    }

    [Fact]
    public async Task TrySend_ReceiverHangsAtFirst_TriedAgainInTime()
    {
        await using var services = Services(WebhookFormat.Alertmanager);
        webhook.Hangs = true;
        var sending = SendAsync(services);
        await webhook.UntilAsync(receiver => receiver.Calls == 1);
        webhook.Hangs = false;

        Assert.True(await sending);
        Assert.Single(webhook.Taken);
    }

    [Fact]
    public async Task TrySend_NobodyListens_FalseAndTheAddressIsNotSaid()
    {
        await webhook.DisposeAsync();
        await using var services = Services(WebhookFormat.Alertmanager);

        Assert.False(await SendAsync(services));

        Assert.Equal(["The alert receiver hook does not take alerts (ConnectionError); they wait for it"], Messages);
    }

    [Theory]
    [InlineData("""{"errcode":310000,"errmsg":"sign not match"}""", false)]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""", true)]
    public async Task TrySend_RobotSaysNoInItsAnswer_IsNotTaken(string answer, bool isTaken)
    {
        await using var services = Services(WebhookFormat.DingTalk);
        webhook.Answer = answer;

        Assert.Equal(isTaken, await SendAsync(services));

        Assert.DoesNotContain(logs.Events, said => said.Text.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forgetful_AreThoseOfAnAlertmanager()
    {
        await using var services = Services(WebhookFormat.AlertmanagerApi);
        Assert.Equal(["hook"], services.GetRequiredService<IAlertReceivers>().Forgetful);
    }

    private static Task<bool> SendAsync(ServiceProvider services) =>
        services.GetRequiredService<IAlertReceivers>().TrySendAsync("hook", Events, CancellationToken.None);

    private ServiceProvider Services(WebhookFormat format)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddAlerts(
            new AlertSettings([], 2, 30),
            new Dictionary<string, WebhookTarget> { ["hook"] = new(format, new Uri($"{webhook.Address}?access_token={Token}"), Token, new Uri("http://wall/")) });
        return services.BuildServiceProvider();
    }
}
