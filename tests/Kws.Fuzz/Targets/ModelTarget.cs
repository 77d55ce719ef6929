using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Model files: a model that was read, and is written, is read again; a refusal is one line about the whole file.</summary>
internal static class ModelTarget
{
    public static void Run(byte[] input)
    {
        (KwsModel? model, Exception? refusal) = Target.Attempt(input, () => KwsModel.Load(new MemoryStream(input), Target.Source));
        if (model is not null)
        {
            RequireSame(model);
            return;
        }

        Target.RequireOneLine(refusal, Target.Source);
    }

    /// <summary>Fails unless a model that is written is read again, the same.</summary>
    public static void RequireSame(KwsModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        KwsModel again = KwsModel.Load(stream);
        Target.Require(
            again.Network.Equals(model.Network) && again.Labels.SequenceEqual(model.Labels)
            && Equals(again.Detection, model.Detection)
            && model.Network.Tensors.All(tensor => model[tensor].SequenceEqual(again[tensor])),
            "another model was read again");
    }
}
