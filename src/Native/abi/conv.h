// Checks of convolutions that several files of entries share.
#pragma once

#include "conv/conv_shape.h"
#include "resnet_native.h"

namespace resnet {

// Of quantised convolutions.
ConvShape CheckByteShape(const rn_conv2d_shape* shape);

}  // namespace resnet
