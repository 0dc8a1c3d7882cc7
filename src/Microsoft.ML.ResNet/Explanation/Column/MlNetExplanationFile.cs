using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(ResNetExplanationTransformer), typeof(MlNetExplanationFile), null, typeof(SignatureLoadModel),
    "Residual network explanations", MlNetExplanationFile.LoaderSignature)]

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>How ML.NET saves and finds explanations in its model files.</summary>
internal static class MlNetExplanationFile
{
    /// <summary>Part of every saved model: never to change. At most 24 characters.</summary>
    public const string LoaderSignature = "ResNetExplanation";

    private const string ModelSignature = "RESNETEX";

    private static VersionInfo Version => ModelStreams.Version(ModelSignature, LoaderSignature);

    public static void Save(ModelSaveContext context, ExplanationModel model) => ModelStreams.Save(
        context, Version, stream => ExplanationFormat.WriteDescription(stream, model),
        stream => ModelFormat.WriteWeights(stream, model.Classifier.Network));

    // Found by name: ML.NET calls it when it meets the loader signature.
    internal static ResNetExplanationTransformer Create(IHostEnvironment env, ModelLoadContext context) => new(
        ModelStreams.Load(
            context, Version, ExplanationFormat.ModelKind, ExplanationFormat.ReadDescription, ExplanationFormat.ReadWeights));
}
