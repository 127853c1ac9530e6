using RechargeMonitor.Monitor.Commands;

return CommandTree.Run(args);
