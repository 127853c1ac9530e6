using RechargeMonitor.Monitor.Commands;

return await CommandTree.RunAsync(args).ConfigureAwait(false);
