using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Model files: a model that was read, and is written, is read again; a refusal is one line about the whole file.</summary>
internal static class ModelTarget
{
    private const int LongestMessage = 600;

    public static void Run(byte[] input)
    {
        (KwsModel? model, Exception? refusal) = Target.Attempt(input, () => KwsModel.Load(new MemoryStream(input), Target.Source));
        if (model is null)
        {
            Target.Require(
                refusal is KwsFormatException { FileName: Target.Source, Line: 0 }
                    && !refusal.Message.Contains('\n', StringComparison.Ordinal),
                "a refusal that is not one line about the file", refusal);
            Target.Require(refusal!.Message.Length <= LongestMessage, "a message that is too long", refusal);
            return;
        }

        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        KwsModel again = KwsModel.Load(stream);
        Target.Require(
            again.Network.Equals(model.Network) && again.Labels.SequenceEqual(model.Labels)
            && model.Network.Tensors.All(tensor => model[tensor].SequenceEqual(again[tensor])),
            "another model was read again");
    }
}
