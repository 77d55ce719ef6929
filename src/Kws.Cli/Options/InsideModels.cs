using Kws.Model;

namespace Kws.Cli;

/// <summary>The models that come with kws, by name.</summary>
internal static class InsideModels
{
    /// <summary>The name of <see cref="KwsModel.Default"/>.</summary>
    public const string Default = "default";

    /// <summary>The name of <see cref="KwsModel.Live"/>.</summary>
    public const string Live = "live";

    /// <summary>The model that an option names; null if there is none, or a file of that name, which then is meant.</summary>
    public static KwsModel? Find(string name) => File.Exists(name) ? null : Of(name);

    /// <summary>The model of a name, whatever files there are; null if there is none.</summary>
    public static KwsModel? Of(string name) => name switch
    {
        Default => KwsModel.Default,
        Live => KwsModel.Live,
        _ => null,
    };
}
