using System.ComponentModel;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // What training starts from.
    public sealed partial class Options
    {
        /// <summary>
        /// A safetensors file with the tensor names of torchvision's and timm's ResNets, or an ONNX file (<c>.onnx</c>), with
        /// the initial weights; <see cref="ResNetTrainingOptions.Architecture"/> must be theirs. The last layer is kept if it
        /// has as many outputs as there are classes, which are then assumed to be the same in the same order; otherwise it
        /// is initialized at random. Default: null, none.
        /// </summary>
        [Description("Start from these weights (.safetensors, .onnx) of the same architecture.")]
        public string? InitialWeightsPath { get; set; }

        /// <summary>
        /// How images are normalized. Default: null, for the previous model's normalization; or else, with
        /// <see cref="InitialWeightsPath"/>, for the file's or <see cref="ResNetPixelNormalization.ImageNet"/> (gray: its mean
        /// over the channels); or else for mean and standard deviation of the training set.
        /// </summary>
        public ResNetPixelNormalization? Normalization { get; set; }
    }
}
