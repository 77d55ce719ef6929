using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Fast.Tests;

public class ArgumentTests
{
    private static readonly KwsModel Model = KwsModel.Default;

    [Fact]
    public void Null_is_refused_by_the_name_of_its_parameter()
    {
        var arguments = new NullArguments(Model, new KwsClassifier(Model), new ReferenceClassifier(Model));
        arguments.AssertRefusedBy(typeof(KwsClassifier).Assembly);
        arguments.AssertRefusedBy(typeof(ReferenceClassifier).Assembly);
    }
}
