using System.Runtime.CompilerServices;

namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// One order's whole life, made by <see cref="OrderMaker"/>. The generator fills the same object again and again.
/// Small numbers are indices into the tables of <see cref="LineText"/>, <see cref="Provinces"/> and <see cref="LogFiles"/>.
/// </summary>
internal sealed class Order
{
    public ulong Key;
    public long Start;
    public int Province;
    public int Gateway;
    public int Channel;
    public int Amount;
    public int Discount;
    public int ShopLog;
    public int NotifyHost;

    /// <summary>Independent bits, for small choices that only the line's text needs.</summary>
    public ulong Details;

    /// <summary>How many lines it has, 1 to 5: an order that is not paid ends early.</summary>
    public int LineCount;
    public CallsOfOrder Calls;

    public bool IsMobile => ShopLog >= LogFiles.PcHosts;

    /// <summary>The log in which the line of a step is.</summary>
    public int LogFile(OrderStep step) => step < OrderStep.PayNotifyReq
        ? ShopLog
        : LogFiles.NotifyIndex(step, NotifyHost, (int)(Details >> (int)step) & 1);

    [InlineArray(5)]
    internal struct CallsOfOrder
    {
        private Call first;
    }

    /// <summary>One service call; times in milliseconds of China Standard wall time since 1970.</summary>
    internal struct Call
    {
        /// <summary>When a request begins, when a notification is received.</summary>
        public long Begin;

        /// <summary>When a request ends; when the result that a notification reports came about.</summary>
        public long End;
        public long Log;

        /// <summary>0 is success.</summary>
        public int BusinessResult;

        /// <summary>0 is success, <see cref="LineText.NoInterfaceResult"/> a line without the field.</summary>
        public int InterfaceResult;
    }
}
