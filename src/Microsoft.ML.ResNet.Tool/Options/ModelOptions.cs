using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Models;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>The model that a command uses.</summary>
internal sealed class ModelOptions
{
    public Argument<string> File { get; } = new("MODEL")
    {
        Description = "A model saved by 'resnet train' or ML.NET (.zip), or weights (safetensors, PyTorch, ONNX).",
    };

    public Option<string?> ClassNames { get; } = CommonOptions.ClassNames();

    /// <exception cref="UserException">
    /// The file is missing or damaged, or does not contain exactly one residual network.
    /// </exception>
    public ResNetClassifierTransformer Load(MLContext ml, ParseResult parsed) =>
        ModelFile.Load(ml, parsed.GetValue(File)!, parsed.GetValue(ClassNames));
}
