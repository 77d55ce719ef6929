using System.Text;
using Kws.Bulk.Sources;
using Kws.Model;
using Kws.Testing;

namespace Kws.Bulk.Tests.Support;

/// <summary>The result of a text: by <see cref="TextSource"/>, or by <see cref="FingerprintFile"/> as it should be.</summary>
internal sealed class TextRun
{
    public List<string> Fingerprints { get; } = [];

    public List<BadFingerprint> Bad { get; } = [];

    /// <summary>The message that ended the run.</summary>
    public string? Failure { get; private set; }

    /// <summary>The end of every block, with the fingerprints and bad lines before it.</summary>
    public List<(SourcePosition Position, int Fingerprints, int Bad)> Ends { get; } = [];

    public string? FirstProblem => Bad.Count > 0 ? $"{Bad[0].Source}:{Bad[0].Line}: {Bad[0].Problem}" : Failure;

    /// <summary>Claims and loads all blocks one after the other.</summary>
    public static async Task<TextRun> OfAsync(TextSource source, SourcePosition? resumed = null)
    {
        var run = new TextRun();
        SourcePosition position = resumed ?? source.Begin;
        if (resumed is not null)
        {
            source.Seek(position);
        }

        try
        {
            // Blocks are reused, so what an earlier one left in them must not matter.
            FingerprintBlock[] blocks = [new(source.Shape, 1), new(source.Shape, 1)];
            for (int i = 0; ; i++)
            {
                FingerprintBlock block = blocks[i % blocks.Length];
                block.Begin(source, 0, position);
                if (!await source.ClaimAsync(block, TestContext.Current.CancellationToken))
                {
                    break;
                }

                source.Load(block);
                for (int fingerprint = 0; fingerprint < block.Count; fingerprint++)
                {
                    run.Fingerprints.Add(string.Join(' ', block.Fingerprint(fingerprint).ToArray()));
                }

                run.Bad.AddRange(block.Bad);
                position = block.End;
                run.Ends.Add((position, run.Fingerprints.Count, run.Bad.Count));
            }
        }
        catch (KwsFormatException exception)
        {
            run.Failure = exception.Message;
        }

        return run;
    }

    /// <summary>As <see cref="FingerprintFile"/> reads it, up to the first problem.</summary>
    public static TextRun Expected(byte[] text, TensorShape shape, string name)
    {
        var run = new TextRun();
        using var reader = new StreamReader(new MemoryStream(text));
        try
        {
            foreach (Fingerprint fingerprint in FingerprintFile.Read(reader, name, Networks.Taking(shape)))
            {
                run.Fingerprints.Add(string.Join(' ', fingerprint.Values.ToArray()));
            }
        }
        catch (KwsFormatException exception)
        {
            run.Failure = exception.Message;
        }

        return run;
    }

    /// <summary>As <see cref="FingerprintFile"/> reads a text without brackets, if every line that it refuses is emptied.</summary>
    public static TextRun ExpectedWithoutBad(string text, TensorShape shape, string name)
    {
        var bad = new List<BadFingerprint>();
        string[] lines = text.Split('\n');
        while (true)
        {
            TextRun run = Expected(Encoding.UTF8.GetBytes(string.Join('\n', lines)), shape, name);
            if (run.Failure is not { } failure || failure.Split(':') is not [_, var line, ..] || !int.TryParse(line, out int number))
            {
                run.Bad.AddRange(bad);
                return run;
            }

            string content = lines[number - 1].TrimEnd('\r');
            content = number == 1 && content.StartsWith('\uFEFF') ? content[1..] : content;
            bad.Add(new(name, number, failure[$"{name}:{number}: ".Length..], content));
            lines[number - 1] = "";
        }
    }
}
