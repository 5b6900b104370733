## Overview

overview = 概览
overview-speed = 总速度
overview-speed-now = 当前 { $rate }
overview-speed-top = 最近几分钟最高 { $top }
overview-chart = 总速度变化：{ $words }
overview-today = 今天
overview-all-time = 自 { $day } 起
overview-all-time-none = 累计
overview-received = 已接收
overview-sent = 已发送
overview-fetched = { $count ->
   *[other] 已完成 { $shown } 个下载
}
overview-uploaded = { $count ->
   *[other] 已完成 { $shown } 个上传
}
overview-space = 空间
overview-space-free = 可用 { $free }，共 { $size }
overview-space-tasks = { $count ->
   *[other] { $shown } 个下载写入此处
}
overview-hosts = 服务器
overview-hosts-none = 目前没有任何传输。
overview-host = 服务器
overview-host-tasks = 任务
overview-host-connections = 连接
overview-host-speed = 速度
overview-loading = 正在统计…
