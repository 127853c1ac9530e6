using System.Net.Sockets;
using MySqlConnector;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>Finds out why a server cannot be reached, which MySqlConnector keeps to itself.</summary>
internal static class MySqlReach
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What a failure to connect means; other failures mean what they say.</summary>
    public static async Task<StorageFault> FaultAsync(MySqlException exception, MySqlConnectionStringBuilder connection, CancellationToken cancellationToken)
    {
        var place = MySqlFault.PlaceOf(connection);
        if (exception.ErrorCode != MySqlErrorCode.UnableToConnectToHost || exception.InnerException is not null)
            return MySqlFault.Of(exception, place);
        return await KnockAsync(connection, cancellationToken) switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new(
                $"the host of the {place} is unknown: check Server in MySql:ConnectionString", true),
            SocketError.ConnectionRefused => new(
                $"the {place} is not reachable, the connection is refused: start the server, or check Server and Port in MySql:ConnectionString", true),
            _ => MySqlFault.Of(exception, place),
        };
    }

    private static async Task<SocketError> KnockAsync(MySqlConnectionStringBuilder connection, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(connection.Server, (int)connection.Port, patience.Token);
            return SocketError.Success;
        }
        catch (SocketException knocked)
        {
            return knocked.SocketErrorCode;
        }
        catch (OperationCanceledException)
        {
            return SocketError.TimedOut;
        }
    }
}
