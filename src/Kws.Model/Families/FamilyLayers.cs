namespace Kws.Model;

/// <summary>
/// The layers of a network of a family under construction. Each layer with weights has biases, and a requantisation after it.
/// </summary>
internal sealed class FamilyLayers
{
    private const int DefaultShift = 7;

    private readonly FamilyOptions _options;
    private readonly TensorShape _input;
    private readonly List<Layer> _layers = [];
    private int _sums;

    public FamilyLayers(FamilyOptions options)
    {
        _options = options;
        Window.CheckDimension(options.LabelCount, "number of labels");
        Window.CheckDimension(options.Frames, "number of frames");
        Window.CheckDimension(options.Coefficients, "number of coefficients");
        _input = new TensorShape(options.Frames, options.Coefficients, 1);
    }

    private TensorShape Shape => _layers.Count == 0 ? _input : _layers[^1].Output;

    public void Convolution(string name, int channels, Window window)
    {
        Window.CheckDimension(channels, name + ": channels");
        Add(new ConvolutionLayer(name, Shape, channels, window, Weights(name), Biases(name), _options.WeightBits), relu: true);
    }

    public void Depthwise(string name, Window window) =>
        Add(new DepthwiseConvolutionLayer(name, Shape, window, Weights(name), Biases(name), _options.WeightBits), relu: true);

    public void Pointwise(string name, int channels)
    {
        Window.CheckDimension(channels, name + ": channels");
        Add(new PointwiseConvolutionLayer(name, Shape, channels, Weights(name), Biases(name), _options.WeightBits), relu: true);
    }

    public void AveragePool(string name) => _layers.Add(new AveragePoolLayer(name, Shape));

    public void FullyConnected(string name, int channels, bool relu)
    {
        Window.CheckDimension(channels, name + ": outputs");
        Add(new FullyConnectedLayer(name, Shape, channels, Weights(name), Biases(name), _options.WeightBits), relu);
    }

    /// <summary>Adds the last layer.</summary>
    /// <exception cref="ArgumentException">The number of requantisations is not that of the layers with weights.</exception>
    public Network Logits(string name)
    {
        _layers.Add(new FullyConnectedLayer(name, Shape, _options.LabelCount, Weights(name), Biases(name), _options.WeightBits));
        Requantize(Given(_sums++));
        return _options.Requantizations.IsDefaultOrEmpty || _options.Requantizations.Length == _sums
            ? new Network(_input, _layers, _options.InputBits)
            : throw new ArgumentException(
                $"{_options.Requantizations.Length} requantisations, expected {_sums}, one per layer with weights");
    }

    private static string Weights(string name) => name + "/weights";

    private static string Biases(string name) => name + "/biases";

    private void Add(AccumulatingLayer layer, bool relu)
    {
        _layers.Add(layer);
        Requantize(_options.Requantizations.IsDefaultOrEmpty ? new RequantizationSpec(DefaultShift, relu) : Given(_sums));
        _sums++;
    }

    private RequantizationSpec? Given(int index) =>
        _options.Requantizations.IsDefaultOrEmpty || index >= _options.Requantizations.Length ? null : _options.Requantizations[index];

    private void Requantize(RequantizationSpec? spec)
    {
        if (spec is not null)
        {
            _layers.Add(new RequantizationLayer(
                $"{_layers[^1].Name}/requantized", Shape, spec.Shift, spec.Rounding, spec.Relu, spec.SaturationBits));
        }
    }
}
