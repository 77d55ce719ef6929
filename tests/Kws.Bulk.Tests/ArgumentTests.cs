using System.Collections.Immutable;
using Kws.Fast;
using Kws.Model;

namespace Kws.Bulk.Tests;

/// <summary>Arguments that are null or default are refused with the documented exceptions.</summary>
public sealed class ArgumentTests
{
    private static readonly KwsClassifier Classifier = new(KwsModel.Default);

    [Fact]
    public void A_job_needs_whole_inputs_and_outputs()
    {
        Assert.Throws<ArgumentNullException>("classifier", () => new BulkJob(null!, [], []));
        Assert.Throws<ArgumentNullException>("inputs", () => new BulkJob(Classifier, null!, []));
        Assert.Throws<ArgumentNullException>("outputs", () => new BulkJob(Classifier, [], null!));
        Assert.Throws<ArgumentException>("inputs", () => new BulkJob(Classifier, [null!], []));
        Assert.Throws<ArgumentException>("inputs", () => new BulkJob(Classifier, [new BulkInput("x", true, null!)], []));
        Assert.Throws<ArgumentException>("outputs", () => new BulkJob(Classifier, [], [null!]));
        Assert.Throws<ArgumentException>("outputs", () => new BulkJob(Classifier, [], [new BulkOutput("x", null!)]));
        Assert.Throws<ArgumentNullException>("path", () => BulkInput.File(null!));
        Assert.Throws<ArgumentNullException>("path", () => FingerprintSource.FormatOf(null!));
    }

    [Fact]
    public void Results_need_labels()
    {
        AssertRefused(default);
        AssertRefused([]);
        AssertRefused(["a", null!]);

        static void AssertRefused(ImmutableArray<string> names)
        {
            Assert.Throws<ArgumentException>("labels", () => ResultFormat.Csv(names));
            Assert.Throws<ArgumentException>("labels", () => ResultFormat.JsonLines(names));
            Assert.Throws<ArgumentException>("labels", () => ResultFormat.NpyLabels(names));
            Assert.Throws<ArgumentException>("labels", () => ResultFormat.NpyLogits(names));
        }
    }
}
