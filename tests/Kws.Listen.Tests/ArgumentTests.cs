using Kws.Fast;
using Kws.Model;
using Kws.Testing;

namespace Kws.Listen.Tests;

public class ArgumentTests
{
    [Fact]
    public void Null_is_refused_by_the_name_of_its_parameter()
    {
        var classifier = new KwsClassifier(KwsModel.Default);
        var arguments = new NullArguments(
            classifier, new ClipClassifier(classifier), new KeywordStream(classifier, _ => { }), Stream.Null,
            AsyncEnumerable.Empty<ReadOnlyMemory<short>>());
        arguments.AssertRefusedBy(typeof(ClipClassifier).Assembly);
    }
}
