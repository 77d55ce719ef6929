using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>
/// Networks of every kind of layer in any order, with values from zero to the extremes, and their fingerprints. The same seed gives the
/// same ones.
/// </summary>
internal sealed class RandomNetworks
{
    private const int MostKernel = 4;

    private const int MostInBlock = 64;

    private readonly RandomNumbers _random;
    private readonly RandomNetworkSizes _sizes;
    private readonly List<Layer> _layers = [];
    private TensorShape _shape;

    /// <summary>About the bits of a value of the last layer: by the shifts most networks neither saturate nor end as zero.</summary>
    private int _bits;

    /// <summary>Networks of few products.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="mostChannels">The most output channels of a layer.</param>
    /// <param name="isWide">True for values that mostly exceed 16 bits.</param>
    public RandomNetworks(int seed, int mostChannels = 5, bool isWide = false)
        : this(new RandomNumbers(seed), new RandomNetworkSizes(mostChannels) { IsWide = isWide })
    {
    }

    private RandomNetworks(RandomNumbers random, RandomNetworkSizes sizes) => (_random, _sizes) = (random, sizes);

    /// <summary>Networks of all sizes, up to 1,024 labels, a dozen layers, and now and then an input of many channels.</summary>
    public static RandomNetworks OfAnySize(int seed)
    {
        var random = new RandomNumbers(seed);
        return new RandomNetworks(random, RandomNetworkSizes.Any(random));
    }

    /// <summary>A model: each layer has a random kind, most accumulating ones are followed by a requantisation.</summary>
    public KwsModel Model()
    {
        int inputBits = Bits();
        (TensorShape input, _bits) = (_sizes.Input(_random), inputBits);
        (_shape, int count) = (input, _random.From(1, _sizes.MostLayers));
        _layers.Clear();
        while (_layers.Count < count || _shape.Count > Window.MaxDimension)
        {
            if (_layers.Count >= count - 1)
            {
                Add(FullyConnected(_random.Chance(8) ? _sizes.MostLabels : _random.From(1, _sizes.MostLabels)));
            }
            else if (_random.Chance(6))
            {
                // A block of a DS-CNN.
                Add(new DepthwiseConvolutionLayer(Name, _shape, AnyWindow(), Weights, Biases(), Bits()));
                Add(Pointwise());
            }
            else if (_random.Chance(6))
            {
                AddRecurrent();
            }
            else
            {
                Add(Any());
            }
        }

        var network = new Network(input, _layers, inputBits);
        return BiasEdges.Move(new KwsModel(network, network.Tensors.Select(spec => RandomTensors.Of(spec, _random))), _random);
    }

    /// <summary>
    /// Fingerprints in blocks for a call each: one alone, then as many as are more than a block of any plan or fewer, so that whole and
    /// partial ones occur.
    /// </summary>
    /// <param name="network">The network of <see cref="Model"/>.</param>
    /// <param name="all">The fingerprints of all blocks.</param>
    public IEnumerable<sbyte[]> Blocks(Network network, int all)
    {
        int length = network.Input.Count;
        for (int start = 0, count; start < all; start += count)
        {
            count = Math.Min(start == 0 ? 1 : BlockSize(MostInBlock), all - start);
            var block = new sbyte[count * length];
            for (int i = 0; i < count; i++)
            {
                Fill(block.AsSpan(i * length, length), network);
            }

            yield return block;
        }
    }

    /// <summary>A fingerprint: noise, extremes, one of these throughout, or mostly zero.</summary>
    public sbyte[] Fingerprint(Network network)
    {
        var values = new sbyte[network.Input.Count];
        Fill(values, network);
        return values;
    }

    /// <inheritdoc cref="Fingerprint"/>
    public void Fill(Span<sbyte> fingerprint, Network network)
    {
        (int least, int most) = (network.MinInput, network.MaxInput);
        int kind = _random.Below(8);
        sbyte constant = (sbyte)(kind == 0 ? least : most);
        foreach (ref sbyte value in fingerprint)
        {
            value = kind switch
            {
                0 or 1 => constant,
                2 or 3 => (sbyte)(_random.Chance(2) ? least : most),
                4 => (sbyte)(_random.Chance(8) ? _random.From(least, most) : 0),
                _ => (sbyte)_random.From(least, most),
            };
        }
    }

    /// <summary>A number of fingerprints, at least 1.</summary>
    public int BlockSize(int most) => _random.From(1, most);

    private string Name => $"layer_{_layers.Count}";

    private string Weights => $"{Name}/weights";

    private string? Biases() => _random.Chance(2) ? null : $"{Name}/biases";

    private int Bits() => _sizes.IsDeep || _random.Chance(4) ? TensorSpec.MaxWeightBits : _random.From(2, TensorSpec.MaxWeightBits);

    private int Channels() => _random.From(1, _sizes.MostChannels);

    /// <summary>Adds a layer, or a pool where it has too many products, and mostly a requantisation.</summary>
    private void Add(Layer layer)
    {
        layer = RandomNetworkSizes.Products(layer) > _sizes.MostProducts ? new MaxPoolLayer(Name, _shape) : layer;
        Append(layer);
        if (layer is AccumulatingLayer sums)
        {
            _bits += sums.Weights.Bits - 1 + ((int)Math.Log2(sums.WeightsPerChannel) / 2);
        }

        if (_random.Chance(8) || (layer is AccumulatingLayer && !_random.Chance(5)))
        {
            Requantize($"{layer.Name}/narrow");
            if (_random.Chance(10))
            {
                Requantize($"{layer.Name}/again");
            }
        }
    }

    /// <summary>Adds a recurrent layer after the convolution over one frame that it reads, which mostly gives 16 bits.</summary>
    private void AddRecurrent()
    {
        bool isLstm = _random.Chance(2);
        int gates = isLstm ? LstmLayer.GateCount : GruLayer.GateCount;
        var window = new Window(1, _shape.Frequency, 1, 1, Padding.Valid);
        var frames = new ConvolutionLayer(Name, _shape, gates * Channels(), window, Weights, Biases(), Bits());
        if (RandomNetworkSizes.Products(frames) > _sizes.MostProducts)
        {
            Add(new MaxPoolLayer(Name, _shape));
            return;
        }

        Add(frames);
        if (!_random.Chance(8))
        {
            Append(new RequantizationLayer($"{frames.Name}/short", _shape, Math.Clamp(_bits - 16, 0, 31), saturationBits: 16));
        }

        // Sums have 18 bits behind the point, and gates saturate at 8: most shifts bring them to 21 bits or so.
        int inputShift = _random.Chance(4) ? _random.Below(16) : _random.From(3, 9);
        int recurrentShift = _random.Chance(4) ? _random.Below(16) : _random.From(0, 8);
        Append(isLstm ? Lstm(inputShift, recurrentShift) : new GruLayer(Name, _shape, inputShift, Weights, recurrentShift, Bits()));
        _bits = RecurrentLayer.OutputBits;
        if (_random.Chance(2))
        {
            Append(new LastFrameLayer(Name, _shape));
        }
    }

    private LstmLayer Lstm(int inputShift, int recurrentShift)
    {
        LstmPeepholes? peepholes = _random.Chance(2) ? new($"{Name}/peepholes", _random.From(0, 6)) : null;
        LstmProjection? projection = _random.Chance(2) ? new($"{Name}/projection", Channels(), _random.From(0, 12)) : null;

        // Half have the largest: only with it do a few frames saturate a cell state.
        int cellFraction = Math.Min(_random.From(LstmLayer.MinCellFraction, 2 * LstmLayer.MaxCellFraction), LstmLayer.MaxCellFraction);
        return new LstmLayer(Name, _shape, inputShift, Weights, recurrentShift, cellFraction, peepholes, projection, Bits());
    }

    private void Append(Layer layer)
    {
        _layers.Add(layer);
        _shape = layer.Output;
    }

    private Layer Any() => _random.Below(7) switch
    {
        0 or 1 => new ConvolutionLayer(Name, _shape, Channels(), AnyWindow(), Weights, Biases(), Bits()),
        2 => new DepthwiseConvolutionLayer(Name, _shape, AnyWindow(), Weights, Biases(), Bits()),
        3 => Pointwise(),
        4 => new MaxPoolLayer(Name, _shape, _random.Chance(2) ? null : AnyWindow()),
        5 => new AveragePoolLayer(
            Name, _shape, _random.Chance(2) ? null : AnyWindow(), _random.Below(_random.Chance(3) ? 16 : 4),
            _random.Chance(2) ? AverageRounding.Floor : AverageRounding.TowardsZero, _random.Chance(3) ? _random.From(2, 31) : null),
        _ => FullyConnected(Channels()),
    };

    private FullyConnectedLayer FullyConnected(int channels) => new(Name, _shape, channels, Weights, Biases(), Bits());

    private PointwiseConvolutionLayer Pointwise() => new(Name, _shape, Channels(), Weights, Biases(), Bits());

    private void Requantize(string name)
    {
        int shift = _random.Below(8) switch
        {
            0 => _random.From(0, 31),
            1 or 2 => _random.From(0, 8),
            _ => Math.Clamp(_bits - (_sizes.IsWide ? _random.From(17, 29) : _random.From(3, 14)), 0, 31),
        };
        int? saturation =
            _random.Below(_sizes.IsWide ? 24 : 6) switch { 0 => _random.From(2, 31), 1 or 2 => _random.From(6, 9), _ => null };
        Append(new RequantizationLayer(
            name, _shape, shift, _random.Chance(2) ? Rounding.Floor : Rounding.HalfUp, _random.Chance(3), saturation));
        _bits = Math.Clamp(Math.Min(_bits - shift, saturation ?? _bits), 1, 32);
    }

    private Window AnyWindow()
    {
        bool isSame = _random.Chance(2);
        bool isLong = _random.Chance(8);
        int Kernel(int length) => _random.From(1, isSame ? (isLong ? 11 : MostKernel) : Math.Min(length, isLong ? 11 : MostKernel));
        return new Window(
            Kernel(_shape.Time), Kernel(_shape.Frequency), _random.From(1, 3), _random.From(1, 3), isSame ? Padding.Same : Padding.Valid);
    }
}
