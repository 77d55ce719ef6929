using Kws.Fast;
using Kws.Model;

namespace Kws.Proof;

/// <summary>
/// Models of 8 bits, recurrent ones among them, give the same logits on every processor: a check sum over the logits of fingerprints that
/// are made of integers alone.
/// </summary>
internal static class ModelProof
{
    /// <summary>As computed by every kernel on an AMD EPYC (Zen 3).</summary>
    public const ulong Expected = 0xf21c4186ef45ebff;

    private const int Fingerprints = 8;

    private static readonly string[] Models = ["dnn-s", "cnn-s", "ds-cnn-s", "basic-lstm-s", "lstm-s", "gru-s", "crnn-s"];

    /// <summary>FNV-1a of the logits of a kernel.</summary>
    /// <param name="kernel">The name of the kernel.</param>
    public static ulong CheckSum(string kernel)
    {
        ulong sum = 14695981039346656037;
        foreach (string name in Models)
        {
            using Stream file = typeof(ModelProof).Assembly.GetManifestResourceStream($"{name}.safetensors")!;
            var model = KwsModel.Load(file, name);
            var fingerprints = new sbyte[Fingerprints * model.Network.Input.Count];
            uint state = 1;
            for (int i = 0; i < fingerprints.Length; i++)
            {
                // The amplitude is another one for every fingerprint.
                state = (state * 1664525) + 1013904223;
                fingerprints[i] = (sbyte)((sbyte)(state >> 24) >> (i / model.Network.Input.Count % 4));
            }

            var logits = new int[Fingerprints * model.Labels.Length];
            new KwsClassifier(model, new KwsClassifierOptions { Kernel = kernel }).Infer(fingerprints, logits);
            foreach (int logit in logits)
            {
                sum = (sum ^ (uint)logit) * 1099511628211;
            }
        }

        return sum;
    }
}
