#include "bench/networks.h"

namespace resnet {
namespace {

rn_conv2d_shape Square(int64_t n, int32_t c, int32_t size, int32_t k, int32_t kernel, int32_t stride) {
  const int32_t pad = (kernel - 1) / 2;
  return {n, size, size, c, k, kernel, kernel, stride, stride, pad, pad};
}

}  // namespace

const std::vector<Network>& Networks() {
  static const std::vector<Network> networks = {
      {"ResNet-20, 32x32, batch 128",
       {{1, Square(128, 3, 32, 16, 3, 1)},
        {6, Square(128, 16, 32, 16, 3, 1)},
        {1, Square(128, 16, 32, 32, 3, 2)},
        {5, Square(128, 32, 16, 32, 3, 1)},
        {1, Square(128, 32, 16, 64, 3, 2)},
        {5, Square(128, 64, 8, 64, 3, 1)}}},
      {"SmallResNet10, 32x32, batch 128",
       {{1, Square(128, 3, 32, 64, 3, 1)},
        {2, Square(128, 64, 32, 64, 3, 1)},
        {1, Square(128, 64, 32, 128, 3, 2)},
        {1, Square(128, 128, 16, 128, 3, 1)},
        {1, Square(128, 128, 16, 256, 3, 2)},
        {1, Square(128, 256, 8, 256, 3, 1)},
        {1, Square(128, 256, 8, 512, 3, 2)},
        {1, Square(128, 512, 4, 512, 3, 1)}}},
      {"ResNet-18, 224x224, batch 16",
       {{1, Square(16, 3, 224, 64, 7, 2)},
        {4, Square(16, 64, 56, 64, 3, 1)},
        {1, Square(16, 64, 56, 128, 3, 2)},
        {1, Square(16, 64, 56, 128, 1, 2)},
        {3, Square(16, 128, 28, 128, 3, 1)},
        {1, Square(16, 128, 28, 256, 3, 2)},
        {1, Square(16, 128, 28, 256, 1, 2)},
        {3, Square(16, 256, 14, 256, 3, 1)},
        {1, Square(16, 256, 14, 512, 3, 2)},
        {1, Square(16, 256, 14, 512, 1, 2)},
        {3, Square(16, 512, 7, 512, 3, 1)}}},
      {"ResNet-50, 224x224, batch 16", {{1, Square(16, 3, 224, 64, 7, 2)},     {1, Square(16, 64, 56, 64, 1, 1)},
                                        {3, Square(16, 64, 56, 64, 3, 1)},     {4, Square(16, 64, 56, 256, 1, 1)},
                                        {2, Square(16, 256, 56, 64, 1, 1)},    {1, Square(16, 256, 56, 128, 1, 1)},
                                        {1, Square(16, 128, 56, 128, 3, 2)},   {4, Square(16, 128, 28, 512, 1, 1)},
                                        {1, Square(16, 256, 56, 512, 1, 2)},   {3, Square(16, 512, 28, 128, 1, 1)},
                                        {3, Square(16, 128, 28, 128, 3, 1)},   {1, Square(16, 512, 28, 256, 1, 1)},
                                        {1, Square(16, 256, 28, 256, 3, 2)},   {6, Square(16, 256, 14, 1024, 1, 1)},
                                        {1, Square(16, 512, 28, 1024, 1, 2)},  {5, Square(16, 1024, 14, 256, 1, 1)},
                                        {5, Square(16, 256, 14, 256, 3, 1)},   {1, Square(16, 1024, 14, 512, 1, 1)},
                                        {1, Square(16, 512, 14, 512, 3, 2)},   {3, Square(16, 512, 7, 2048, 1, 1)},
                                        {1, Square(16, 1024, 14, 2048, 1, 2)}, {2, Square(16, 2048, 7, 512, 1, 1)},
                                        {2, Square(16, 512, 7, 512, 3, 1)}}},
  };
  return networks;
}

}  // namespace resnet
