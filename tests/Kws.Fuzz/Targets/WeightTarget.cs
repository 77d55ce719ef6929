using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Weights of a small model: what was read, and is written, is read again.</summary>
internal static class WeightTarget
{
    private static readonly Network Small = DsCnn.Parse("2 3 2 1 1 1 2 2 3 1 1", labelCount: 2, frames: 3, coefficients: 3);

    public static void Run(byte[] input)
    {
        if (Target.Read(input, Read, "the file is empty", "there is no tensor") is { } model)
        {
            var text = new StringWriter();
            WeightFile.Write(text, model);
            KwsModel again = Read(new StringReader(text.ToString()));
            Target.Require(Small.Tensors.All(tensor => model[tensor].SequenceEqual(again[tensor])), "other weights were read again");
        }
    }

    private static KwsModel Read(TextReader reader) => new(Small, WeightFile.Read(reader, Small, Target.Source));
}
