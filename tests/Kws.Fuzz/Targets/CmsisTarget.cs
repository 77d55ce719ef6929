using Kws.Model;
using Kws.Training.Import;

namespace Kws.Fuzz.Targets;

/// <summary>
/// Folders of 8-bit networks: a model that was read, and is written, is read again; a refusal is one line about the file that was read
/// last, or about the network. An input is network.json, then each array in the order of reading: it begins with the magic number of NumPy.
/// </summary>
internal static class CmsisTarget
{
    private const string Folder = "folder";

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    private static readonly string Network = Path.Combine(Folder, CmsisDeployment.NetworkFile);

    public static void Run(byte[] input)
    {
        int rest = 0;
        string last = Network;
        (KwsModel? model, Exception? refusal) = Target.Attempt(input, () => CmsisDeployment.Read(Folder, (path, most) =>
        {
            last = path;
            byte[] file = Next(input, ref rest);
            return file.Length <= most ? file : throw new KwsFormatException(path, 0, $"the file is longer than {most} bytes");
        }));
        if (model is not null)
        {
            ModelTarget.RequireSame(model);
            return;
        }

        Target.RequireOneLine(refusal, ((KwsFormatException)refusal!).FileName == Network ? Network : last);
    }

    /// <summary>The bytes up to the next magic number.</summary>
    private static byte[] Next(byte[] input, ref int rest)
    {
        int begin = rest;
        int ahead = begin == input.Length ? -1 : input.AsSpan(begin + 1).IndexOf(Magic);
        rest = ahead < 0 ? input.Length : begin + 1 + ahead;
        return input[begin..rest];
    }
}
