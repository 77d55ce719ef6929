using Kws.Testing;

namespace Kws.Model.Tests;

public class ArgumentTests
{
    [Fact]
    public void Null_is_refused_by_the_name_of_its_parameter()
    {
        KwsModel model = KwsModel.Default;
        var values = new LayerValues(InferenceTrace.InputName, new TensorShape(1, 1, 1), [1]);
        var arguments = new NullArguments(
            8, model, model.Network, model.Network.Input, model.FrontEnd, model.Network.Layers[0], model.Network.Tensors[0], values,
            new InferenceTrace([values]), new Window(1, 1, 1, 1, Padding.Valid), new ConvolutionSpec(1, 1, 1, 1, 1), TextReader.Null,
            TextWriter.Null, Stream.Null);
        arguments.AssertRefusedBy(typeof(KwsModel).Assembly);
    }
}
