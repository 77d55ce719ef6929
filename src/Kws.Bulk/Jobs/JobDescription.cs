using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>A job from inputs to files.</summary>
/// <param name="Settings">Whatever must be the same for the job to be resumed, apart from its files: the model, for one.</param>
/// <param name="Plan">What it reads.</param>
/// <param name="Outputs">The files to write, by the names that the user gave.</param>
/// <param name="SkippedPath">A file for what is left out, or null.</param>
internal sealed record JobDescription(
    string Settings, PartPlan Plan, IReadOnlyList<(string Path, IOutputFormat Format)> Outputs, string? SkippedPath)
{
    /// <summary>SHA-256 of the settings and the formats of the outputs.</summary>
    private string Identity
    {
        get
        {
            IEnumerable<string> formats = Outputs.Select(output => $"{output.Format.Name}\n{Convert.ToHexString(output.Format.Head(0))}");
            return Hash(string.Join('\n', formats.Prepend(Settings)));
        }
    }

    /// <summary>The files that are written: the outputs, and that for what is left out.</summary>
    public IReadOnlyList<string> Paths =>
        [.. Outputs.Select(output => output.Path).Concat(SkippedPath is { } path ? [path] : [])];

    /// <summary>The journal of a job of which nothing is done.</summary>
    /// <param name="outputs">Its files.</param>
    /// <param name="cancellationToken">Ends looking at the inputs.</param>
    public Journal Begin(ImmutableArray<JournalOutput> outputs, CancellationToken cancellationToken)
    {
        ImmutableArray<InputIdentity> identities = [.. Plan.Shares.Select(share =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return InputIdentity.Of(share);
        })];
        return new(
            Journal.CurrentVersion, Identity, Plan.Part?.Number ?? 1, Plan.Part?.Count ?? 1, Hash(Plan.Whole), Plan.FirstIndex, identities,
            Input: 0, default, outputs, [], IsComplete: false);
    }

    /// <summary>
    /// Said before anything is opened: two files of one name would lose one of them, and an output in the place of an input the input.
    /// </summary>
    /// <param name="inputs">All inputs of the job.</param>
    /// <exception cref="IOException">There are such files.</exception>
    public void CheckTargets(IEnumerable<BulkInput> inputs)
    {
        string[] targets = [.. Paths.Select(AtomicFile.Target)];
        var sources = inputs.Where(input => input.IsFile).Select(input => AtomicFile.Target(input.Name)).ToHashSet();
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets.AsSpan(0, i).Contains(targets[i]))
            {
                throw new IOException($"{Paths[i]}: two outputs have this name");
            }

            if (sources.Contains(targets[i]))
            {
                throw new IOException($"{Paths[i]}: this is an input, which the results would replace");
            }
        }
    }

    /// <summary>A model as part of the settings, with its front end: the same sound has other results with another one.</summary>
    public static string TextOf(KwsModel model)
    {
        using var text = new StringWriter { NewLine = "\n" };
        WeightFile.Write(text, model);
        text.WriteLine(string.Join('\n', model.Labels));
        text.WriteLine(model.Network.ToString());
        text.WriteLine(FrontEndJson.Text(model.FrontEnd));
        return text.ToString();
    }

    /// <summary>SHA-256 of a text, in hexadecimal.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
