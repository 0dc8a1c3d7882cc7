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

/// <summary>Saves explanation models in ML.NET's model files and registers their loader.</summary>
internal static class MlNetExplanationFile
{
    /// <summary>Part of every saved model, so it must never change. At most 24 characters.</summary>
    public const string LoaderSignature = "ResNetExplanation";

    private const string ModelSignature = "RESNETEX";

    private static VersionInfo Version => ModelStreams.Version(ModelSignature, LoaderSignature);

    public static void Save(ModelSaveContext context, ExplanationModel model) => ModelStreams.Save(
        context, Version, stream => ExplanationFormat.WriteDescription(stream, model),
        stream => ModelFormat.WriteWeights(stream, model.Classifier.Network));

    // ML.NET finds this method by name and calls it for models with the loader signature.
    internal static ResNetExplanationTransformer Create(IHostEnvironment env, ModelLoadContext context) => new(
        ModelStreams.Load(
            context, Version, ExplanationFormat.ModelKind, ExplanationFormat.ReadDescription, ExplanationFormat.ReadWeights));
}
