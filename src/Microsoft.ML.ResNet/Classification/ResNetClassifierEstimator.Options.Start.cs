using System.ComponentModel;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // What training starts from.
    public sealed partial class Options
    {
        /// <summary>
        /// The weights that training starts from: those of an installed package, such as
        /// <see cref="ResNetPretrainedWeights.ImageNetResNet18"/>, or a file, also by its path alone
        /// (<c>Pretrained = "resnet50.pth"</c>): safetensors, PyTorch or ONNX, recognized by content. The architecture is
        /// theirs; <see cref="ResNetTrainingOptions.Architecture"/> need not be set. The last layer is kept if it has as many
        /// outputs as there are classes, which are then assumed to be the same in the same order; otherwise it is replaced.
        /// Default: null, for installed weights if the images are photographs, and else none.
        /// </summary>
        [Description(
            "Start from these weights: installed ones, such as ImageNet.ResNet18, or a file (safetensors, PyTorch, ONNX). "
            + "The network is theirs. 'none' trains from scratch. Default: installed weights for photographs")]
        public ResNetPretrainedWeights? Pretrained { get; set; }

        /// <summary>
        /// How pretrained weights are used: <see cref="ResNetTransferLearning.HeadOnly"/> and
        /// <see cref="ResNetTransferLearning.FineTuning"/> need <see cref="Pretrained"/> or a previous model, and replace the
        /// options of the schedule and the augmentation. Default: <see cref="ResNetTransferLearning.Auto"/>.
        /// </summary>
        [Description("How pretrained weights are used.")]
        public ResNetTransferLearning TransferLearning { get; set; } = ResNetTransferLearning.Auto;

        /// <summary>
        /// How images are normalized. Default: null, for the previous model's normalization; or else, with
        /// <see cref="Pretrained"/>, for the file's or <see cref="ResNetPixelNormalization.ImageNet"/> (gray: its mean over the
        /// channels); or else for mean and standard deviation of the training set.
        /// </summary>
        public ResNetPixelNormalization? Normalization { get; set; }
    }
}
