using System.Security.Cryptography;
using System.Text;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>The properties that must be the same for a job to be resumed, apart from its files.</summary>
internal static class JobIdentity
{
    /// <summary>SHA-256 of the model and the formats of the outputs.</summary>
    public static string Of(KwsModel model, IReadOnlyList<BulkOutput> outputs)
    {
        using var text = new StringWriter { NewLine = "\n" };
        WeightFile.Write(text, model);
        text.WriteLine(string.Join('\n', model.Labels));
        text.WriteLine(model.Network.ToString());
        foreach (BulkOutput output in outputs)
        {
            text.WriteLine(output.Format.GetType().FullName);
            text.WriteLine(Convert.ToHexString(output.Format.Head(0)));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
