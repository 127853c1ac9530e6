namespace RechargeMonitor.Ingest.Generator;

/// <summary>Writes an order's lines: one flat JSON object each, fields in the order of their names, LF at the end.</summary>
internal sealed class LineWriter
{
    /// <summary>More than any line needs.</summary>
    public const int MaxLineBytes = 1_024;

    private const ulong TenToThe8 = 100_000_000;
    private const ulong TenToThe15 = 1_000_000_000_000_000;
    private const ulong TenToThe16 = 10_000_000_000_000_000;

    /// <summary>Which of the fields that not all services write are in a service's lines, in the order of <see cref="OrderStep"/>.</summary>
    private static readonly Fields[] FieldsOf =
    [
        Fields.Times | Fields.IdType | Fields.Phone | Fields.Product | Fields.Fee | Fields.Source,
        Fields.Times | Fields.Gateway | Fields.IdType | Fields.PayPhone | Fields.Phone | Fields.Fee | Fields.Source,
        Fields.Gateway | Fields.PayPhone | Fields.Phone | Fields.Rate | Fields.Receive | Fields.Fee | Fields.Source,
        Fields.Times | Fields.IdType | Fields.Product | Fields.Fee,
        Fields.Gateway | Fields.IdType | Fields.Phone | Fields.Receive | Fields.Result,
    ];

    private readonly TimeWriter times = new();

    [Flags]
    private enum Fields
    {
        Times = 1,
        Gateway = 2,
        IdType = 4,
        PayPhone = 8,
        Phone = 16,
        Product = 32,
        Rate = 64,
        Receive = 128,
        Result = 256,
        Fee = 512,
        Source = 1024,
    }

    /// <summary>Writes the line of one step with its ending and returns its length.</summary>
    public int Write(Order order, OrderStep step, Span<byte> bytes)
    {
        var fields = FieldsOf[(int)step];
        ref var call = ref order.Calls[(int)step];
        var line = new LineBuffer(bytes);
        WriteHead(order, ref call, fields, ref line);
        WriteMiddle(order, ref call, fields, ref line);
        WriteTail(order, ref call, step, fields, ref line);
        return line.Length;
    }

    private void WriteHead(Order order, ref Order.Call call, Fields fields, ref LineBuffer line)
    {
        line.Append("{\"bussinessRst\":\""u8);
        line.Append(LineText.Results[call.BusinessResult]);
        line.Append("\",\"channelCode\":\""u8);
        line.Append(LineText.Channels[order.Channel]);
        line.Append("\",\"chargefee\":\""u8);
        line.Append(LineText.Amounts[order.Amount]);
        line.Append("\",\"clientIp\":\""u8);
        WriteClientAddress(order, ref line);
        if ((fields & Fields.Times) != 0)
        {
            line.Append("\",\"endReqTime\":\""u8);
            times.Write(call.End, ref line);
        }

        if ((fields & Fields.Gateway) != 0)
        {
            line.Append("\",\"gateway_id\":\""u8);
            line.Append(LineText.Gateways[order.Gateway]);
        }

        if ((fields & Fields.IdType) != 0)
            line.Append("\",\"idType\":\"01"u8);
        if (call.InterfaceResult != LineText.NoInterfaceResult)
        {
            line.Append("\",\"interFacRst\":\""u8);
            line.Append(LineText.Results[call.InterfaceResult]);
        }
    }

    private void WriteMiddle(Order order, ref Order.Call call, Fields fields, ref LineBuffer line)
    {
        line.Append("\",\"logOutTime\":\""u8);
        times.Write(call.Log, ref line);
        line.Append("\",\"orderId\":\""u8);
        WriteOrderId(order, ref line);
        if ((fields & Fields.PayPhone) != 0)
        {
            // One payment in eight is made from somebody else's phone.
            line.Append("\",\"payPhoneNo\":\""u8);
            WritePhone((order.Details >> 32 & 7) == 0 ? SplitMix.Mix(order.Key + 3) : order.Details, ref line);
        }

        if ((fields & Fields.Phone) != 0)
        {
            line.Append("\",\"phoneno\":\""u8);
            WritePhone(order.Details, ref line);
        }

        if ((fields & Fields.Product) != 0)
            line.Append("\",\"prodCnt\":\"1"u8);
        line.Append("\",\"provinceCode\":\""u8);
        line.Append(LineText.ProvinceCodes[order.Province]);
        if ((fields & Fields.Rate) != 0)
            line.Append((order.Details >> 35 & 3) == 0 ? "\",\"rateoperateid\":\"1513"u8 : "\",\"rateoperateid\":\""u8);
        if ((fields & Fields.Receive) != 0)
        {
            line.Append("\",\"receiveNotifyTime\":\""u8);
            times.Write(call.Begin, ref line);
        }
    }

    private void WriteTail(Order order, ref Order.Call call, OrderStep step, Fields fields, ref LineBuffer line)
    {
        line.Append("\",\"requestId\":\""u8);
        times.Write(order.Start, ref line);
        WriteRandomDigits(order, ref line);
        if ((fields & Fields.Result) != 0)
        {
            line.Append("\",\"resultTime\":\""u8);
            times.WriteSeconds(call.End, ref line);
        }

        line.Append("\",\"retMsg\":\""u8);
        line.Append(LineText.Messages[call.InterfaceResult > 0 ? call.InterfaceResult : call.BusinessResult]);
        line.Append(LineText.Servers[order.LogFile(step)]);
        line.Append(LineText.Services[(int)step]);
        if ((fields & Fields.Fee) != 0)
        {
            line.Append("\",\"shouldfee\":\""u8);
            line.Append(LineText.Fees[(order.Amount * LineText.DiscountCount) + order.Discount]);
        }

        if ((fields & Fields.Source) != 0)
            line.Append(order.IsMobile ? "\",\"srcChannel\":\"11"u8 : "\",\"srcChannel\":\"00"u8);
        if ((fields & Fields.Times) != 0)
        {
            line.Append("\",\"startReqTime\":\""u8);
            times.Write(call.Begin, ref line);
        }

        line.Append((order.Details >> 37 & 7) == 0 ? "\",\"sysId\":\"15\"}\n"u8 : "\",\"sysId\":\"01\"}\n"u8);
    }

    /// <summary>A number of the range that carriers share out among subscribers (RFC 6598), so nobody's in particular.</summary>
    private static void WriteClientAddress(Order order, ref LineBuffer line)
    {
        var bits = (uint)(order.Details >> 40);
        line.Append("100."u8);
        line.AppendSmall(64 + (bits & 63));
        line.AppendByte((byte)'.');
        line.AppendSmall(bits >> 6 & 255);
        line.AppendByte((byte)'.');
        line.AppendSmall(bits >> 14 & 255);
    }

    /// <summary>11 digits from the block 00 of each prefix, which no customer has.</summary>
    private static void WritePhone(ulong random, ref LineBuffer line)
    {
        var number = SplitMix.Mix(random) >> 32;
        line.Append(LineText.PhonePrefixes[(int)(number * (ulong)LineText.PhonePrefixes.Length >> 32)]);
        line.Append8Digits((uint)number % 1_000_000);
    }

    private static void WriteOrderId(Order order, ref LineBuffer line)
    {
        var id = SplitMix.Mix(order.Key + 1);
        var low = id % TenToThe16;
        line.AppendSmall(10 + (uint)((id >> 57) * 90 >> 7));
        line.Append8Digits((uint)(low / TenToThe8));
        line.Append8Digits((uint)(low % TenToThe8));
    }

    /// <summary>The 15 digits that end a request's id.</summary>
    private static void WriteRandomDigits(Order order, ref LineBuffer line)
    {
        var tail = SplitMix.Mix(order.Key + 2) % TenToThe15;
        line.Append7Digits((uint)(tail / TenToThe8));
        line.Append8Digits((uint)(tail % TenToThe8));
    }
}
