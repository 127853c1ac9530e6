using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class PublishedFormTests
{
    [Fact]
    public void Of_Target_IsItsRevisionAndTime()
    {
        var form = SampleForms.Make("national");
        var target = new Target<NationalTally>(SampleForms.National, form);

        Assert.Equal(new PublishedForm(target.Revision, target.AsOf), PublishedForm.Of(SampleForms.National.ToString(), form));
    }

    [Fact]
    public void Of_Books_IsTheirRevisionAndTime()
    {
        var ledger = SourceLedger.Decode(SampleForms.Make("source"));
        var rejects = RejectedLines.Decode(SampleForms.Make("rejects"));

        Assert.Equal(new PublishedForm(ledger.Revision, ledger.AsOf), PublishedForm.Of("s-a.log", SampleForms.Make("source")));
        Assert.Equal(new PublishedForm(rejects.Lines.Last().Offset + 1, rejects.Lines.Last().At), PublishedForm.Of("r-a.log", SampleForms.Make("rejects")));
        Assert.Equal(0, PublishedForm.Of("r-a.log", new RejectedLines().Encode()).Revision);
    }

    [Theory]
    [InlineData("x-a.log", "source")]
    [InlineData("n-20170412-0", "minute")]
    [InlineData("n-20170412", "national")]
    public void Of_KeyOfAnotherForm_ThrowsFormatException(string key, string form) =>
        Assert.Throws<FormatException>(() => PublishedForm.Of(key, SampleForms.Make(form)));
}
