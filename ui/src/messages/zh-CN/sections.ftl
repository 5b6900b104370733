## The list in sections

arrange = 分组显示
arrange-nothing = 不分组
arrange-group = 按分组
arrange-batch = 按批次
arrange-status = 按状态
sections-fold = 全部折叠
sections-unfold = 全部展开
sections-folded = 所有部分已折叠
sections-unfolded = 所有部分已展开
section-folded = { $name }已折叠
section-unfolded = { $name }已展开
section-rest = 不属于任何批次
section-more = { $name }：更多
section-pause-of = 暂停{ $name }中的全部任务
section-resume-of = 继续{ $name }中的全部任务
section-retry-of = 重试{ $name }中失败的任务
section-pause = 暂停 { $shown } 项
section-resume = 继续 { $shown } 项
section-retry = 重试 { $shown } 项
section-cancel = 取消 { $shown } 项
section-choose = 选择全部 { $shown } 项
section-only = 仅显示这些
