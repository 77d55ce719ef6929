using Kws.Fast;
using Kws.Model;

namespace Kws.Cli;

/// <summary>Makes classifiers; a kernel that cannot be had is the user's to choose again.</summary>
internal static class Classifiers
{
    public static KwsClassifier Create(KwsModel model, string? kernel)
    {
        try
        {
            return new KwsClassifier(model, new KwsClassifierOptions { Kernel = kernel });
        }
        catch (Exception e) when (e is ArgumentException or PlatformNotSupportedException)
        {
            IEnumerable<string> supported = KwsClassifier.Kernels.Where(info => info.IsSupported).Select(info => info.Name);
            throw CliException.BadInput($"{e.Message}; supported here: {string.Join(", ", supported)}");
        }
    }
}
