namespace Kws.Model;

/// <summary>The names and sizes of the tensors of a weight file, from which its network is inferred: the file does not say it.</summary>
internal sealed class WeightSurvey
{
    private const string Biases = "DS_CNN_fc1_biases_0";
    private const string FullyConnected = "DS_CNN_fc1_weights_0";
    private const string Convolution = "DS_CNN_conv_1_weights_0";

    private readonly Dictionary<string, int> _sizes = [];

    private WeightSurvey(string text, string source)
    {
        var tokenizer = new WeightTokenizer(text, source);
        (string? name, bool isNamed) = (null, false);
        for (WeightToken token = tokenizer.Next(); !token.IsEnd; token = tokenizer.Next())
        {
            switch (token.Text)
            {
                case "#define" or ";" or "}":
                    (name, isNamed) = (null, false);
                    break;
                case "{":
                    if (name is not (null or "extern"))
                    {
                        _sizes.TryAdd(name.Replace('-', '_'), CountValues(tokenizer));
                    }

                    (name, isNamed) = (null, false);
                    break;

                case "(":
                    SkipParentheses(tokenizer);
                    break;

                // The name of an array stands before the first bracket.
                case "[" or "=":
                    isNamed = true;
                    break;
                case var word when !isNamed && char.IsAsciiLetter(word[0]):
                    name = word;
                    break;
            }
        }
    }

    /// <summary>
    /// The topology of the trained model with as many labels as the file has, if its tensors have those sizes. Kernels and strides of any
    /// other are not to be found in sizes.
    /// </summary>
    /// <param name="text">The file.</param>
    /// <param name="source">Its name in messages.</param>
    /// <param name="frames">Frames of a fingerprint.</param>
    /// <param name="coefficients">Coefficients of a frame.</param>
    /// <exception cref="KwsFormatException">The sizes are those of another network; the message says what they tell.</exception>
    /// <exception cref="ArgumentException">The fingerprint is smaller than the first kernel.</exception>
    public static Network InferNetwork(string text, string source, int frames, int coefficients)
    {
        WeightSurvey? survey = Try(text, source);
        int labels = survey?.SizeOf(Biases) is { } size and >= 1 and <= Window.MaxDimension ? size : DsCnn.Default.LabelCount;
        Network network = DsCnn.Parse(DsCnn.DefaultModelSizeInfo, labels, frames, coefficients);
        if (survey?.NameOfArm is { } name)
        {
            throw new KwsFormatException(
                source, 0,
                $"these are 8-bit weights of ARM's deployed networks ({name}), whose shapes and shifts are not in the file, "
                + $"expected {network.Tensors[0].FileName} and so on, or a model file");
        }

        return survey?.Describe(labels) is not { } description || network.Tensors.All(spec => survey.SizeOf(spec) == spec.Count)
            ? network
            : throw new KwsFormatException(
                source, 0,
                $"the sizes of the tensors are those of {description}, not of {network}: give its model_size_info, "
                + "since kernels and strides are not in the file");
    }

    /// <summary>The first name that ARM's deployed networks have, or null.</summary>
    private string? NameOfArm => _sizes.ContainsKey(Convolution)
        ? null
        : _sizes.Keys.FirstOrDefault(
            name => name.EndsWith("_WT", StringComparison.Ordinal) || name.EndsWith("_BIAS", StringComparison.Ordinal));

    /// <summary>Null if the file is damaged: the reader says where.</summary>
    private static WeightSurvey? Try(string text, string source)
    {
        try
        {
            return new WeightSurvey(text, source);
        }
        catch (KwsFormatException)
        {
            return null;
        }
    }

    /// <summary>Goes behind the one that closes: attributes may stand before a name.</summary>
    private static void SkipParentheses(WeightTokenizer tokenizer)
    {
        for (int depth = 1; depth > 0;)
        {
            WeightToken token = tokenizer.Next();
            depth += token.Text switch { "(" => 1, ")" => -1, "" => -depth, _ => 0 };
        }
    }

    private static int CountValues(WeightTokenizer tokenizer)
    {
        (int depth, int count) = (1, 0);
        while (depth > 0)
        {
            WeightToken token = tokenizer.Next();
            if (token.IsEnd)
            {
                break;
            }

            depth += token.Text switch { "{" => 1, "}" => -1, _ => 0 };
            count += token.Text is "{" or "}" or "," ? 0 : 1;
        }

        return count;
    }

    private int? SizeOf(TensorSpec spec) => SizeOf(spec.FileName.Replace('-', '_'));

    private int? SizeOf(string name) => _sizes.TryGetValue(name, out int size) ? size : null;

    /// <summary>Channels and kernels of a DS-CNN with these sizes; null if no DS-CNN has them.</summary>
    private string? Describe(int labels)
    {
        int blocks = 0;
        while (_sizes.ContainsKey(Pointwise(blocks + 1)) && _sizes.ContainsKey(Depthwise(blocks + 1)))
        {
            blocks++;
        }

        if (blocks == 0 || SizeOf(FullyConnected) is not { } fullyConnected || SizeOf(Convolution) is not { } convolution)
        {
            return null;
        }

        // From the last layer to the first: each has as many inputs as the one before it has channels.
        var channels = new int[blocks + 1];
        var kernels = new int[blocks + 1];
        channels[blocks] = fullyConnected / labels;
        for (int block = blocks; block >= 1; block--)
        {
            channels[block - 1] = channels[block] > 0 ? _sizes[Pointwise(block)] / channels[block] : 0;
            kernels[block] = channels[block - 1] > 0 ? _sizes[Depthwise(block)] / channels[block - 1] : 0;
        }

        kernels[0] = channels[0] > 0 ? convolution / channels[0] : 0;
        bool isWhole = !kernels.Contains(0) && channels[blocks] * labels == fullyConnected && channels[0] * kernels[0] == convolution
            && Enumerable.Range(1, blocks).All(block =>
                channels[block] * channels[block - 1] == _sizes[Pointwise(block)]
                    && kernels[block] * channels[block - 1] == _sizes[Depthwise(block)]);
        return isWhole
            ? $"{blocks + 1} layers with {string.Join(", ", channels)} channels and kernels of {string.Join(", ", kernels)} values"
            : null;
    }

    private static string Pointwise(int block) => $"DS_CNN_conv_ds_{block}_pw_conv_weights_0";

    private static string Depthwise(int block) => $"DS_CNN_conv_ds_{block}_dw_conv_depthwise_weights_0";
}
