## Limits of a group

limits-title = { $group } 的限制
limits-rate = 限速
limits-rate-hint = 该分组所有任务合计，例如 500K 或 2M。
limits-most = 同时进行
limits-most-hint = 该分组最多可以同时进行多少个任务。
limits-most-none = 与设置相同
limits-most-bad = 请输入整数，或留空。
limits-do = 应用
