using Kws.Model;

namespace Kws.Cli;

/// <summary>A model that comes with kws.</summary>
/// <param name="Name">The name that options take.</param>
/// <param name="Network">The network and what it is for, in words.</param>
/// <param name="Licence">The licence of the weights.</param>
internal sealed record InsideModel(string Name, string Network, string Licence);

/// <summary>The models that come with kws, by name: two of the library, and samples, which are resources of this assembly.</summary>
internal static class InsideModels
{
    /// <summary>The name of <see cref="KwsModel.Default"/>.</summary>
    public const string Default = "default";

    /// <summary>The name of <see cref="KwsModel.Live"/>.</summary>
    public const string Live = "live";

    private const string Project = "MIT";
    private const string Arm = "Apache-2.0, Arm Limited";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<InsideModel> All { get; } =
    [
        new(Default, "DS-CNN, 6 bits, for clips", Project),
        new(Live, "DS-CNN, for live sound", Project),
        new("dnn-s", "DNN", Arm),
        new("cnn-s", "CNN", Arm),
        new("basic-lstm-s", "LSTM", Arm),
        new("lstm-s", "LSTM, peepholes and projection", Arm),
        new("gru-s", "GRU", Arm),
        new("crnn-s", "convolution and two GRUs", Arm),
        new("ds-cnn-s", "DS-CNN", Arm),
        new("cmsis-dnn", "DNN, as deployed on Cortex-M", Arm),
        new("cmsis-ds-cnn", "DS-CNN, as deployed on Cortex-M", Arm),
    ];

    /// <summary>The model that an option names; null if there is none, or a file of that name, which then is meant.</summary>
    public static KwsModel? Find(string name) => File.Exists(name) ? null : Of(name);

    /// <summary>The model of a name, whatever files there are; null if there is none.</summary>
    public static KwsModel? Of(string name) => name switch
    {
        Default => KwsModel.Default,
        Live => KwsModel.Live,
        _ => Sample(name),
    };

    private static KwsModel? Sample(string name)
    {
        using Stream? file = typeof(InsideModels).Assembly.GetManifestResourceStream($"{name}.safetensors");
        return file is null ? null : KwsModel.Load(file, name);
    }
}
