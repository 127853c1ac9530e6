using RechargeMonitor.Monitor.Commands;
using RechargeMonitor.Monitor.Recount;

if (args is ["recount", ..])
    HeadStart.Begin();
return CommandTree.Run(args);
