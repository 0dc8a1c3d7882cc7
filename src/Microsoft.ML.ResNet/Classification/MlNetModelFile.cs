using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(ResNetClassifierTransformer), typeof(MlNetModelFile), null, typeof(SignatureLoadModel),
    "Residual network image classifier", MlNetModelFile.LoaderSignature)]

namespace Microsoft.ML.ResNet.Classification;

/// <summary>How ML.NET saves and finds a classifier in its model files.</summary>
internal static class MlNetModelFile
{
    /// <summary>Part of every saved model, so it must not change. At most 24 characters.</summary>
    public const string LoaderSignature = "ResNetClassifier";

    private const string ModelSignature = "RESNETCL";

    private static VersionInfo Version => ModelStreams.Version(ModelSignature, LoaderSignature);

    public static void Save(ModelSaveContext context, ClassifierModel model) => ModelStreams.Save(
        context, Version, stream => ModelFormat.WriteDescription(stream, ModelDescription.From(model)),
        stream => ModelFormat.WriteWeights(stream, model.Network));

    // ML.NET finds it by name and calls it for the loader signature.
    internal static ResNetClassifierTransformer Create(IHostEnvironment env, ModelLoadContext context) => new(
        env,
        ModelStreams.Load(
            context, Version, ModelFormat.ModelKind, ModelFormat.ReadDescription, ModelFormat.ReadWeights));
}
